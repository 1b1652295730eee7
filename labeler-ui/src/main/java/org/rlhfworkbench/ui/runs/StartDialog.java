package org.rlhfworkbench.ui.runs;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.rlhfworkbench.feedback.models.Model;
import org.rlhfworkbench.feedback.runs.RunKind;

/** One dialog for the three kinds of training. Settings left alone keep the command's own defaults. */
class StartDialog extends Dialog {
    private static final String NUMBER = "[0-9]+([.][0-9]+)?([eE]-?[0-9]+)?";

    private final Div fields = new Div();
    private final Button start = new Button();
    private final List<Select<Model>> choices = new ArrayList<>();
    private final Map<String, TextField> settings = new LinkedHashMap<>();
    private final Span time = new Span();
    private final RunKind kind;
    private final boolean enough;

    /** @param folded names of the settings that most people leave alone */
    StartDialog(RunKind kind, long examples, List<String> folded) {
        this.kind = kind;
        enough = examples > 0;
        setHeaderTitle(say("runs.start-" + kind.command()));
        setWidth("min(30rem, 96vw)");
        Paragraph lead = new Paragraph(say("start.lead-" + kind.command(), examples));
        lead.addClassName("dim");
        fields.addClassName("fields");
        time.addClassName("dim");
        time.getElement().setAttribute("role", "status");
        Div others = new Div();
        others.addClassName("fields");
        folded.forEach(name -> others.add(field(name)));
        add(new Div(lead, fields, new Details(say("start.settings"), others), time));
        start.setText(say("start.button-" + kind.command(), examples));
        start.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        start.setEnabled(enough);
        getFooter().add(new Button(say("action.cancel"), pressed -> close()), start);
    }

    /** Adds a choice of a model; the first is chosen. */
    StartDialog choose(String label, List<Model> models) {
        Select<Model> select = new Select<>();
        select.setLabel(label);
        select.setItems(models);
        select.setItemLabelGenerator(Model::name);
        if (models.isEmpty()) {
            select.setHelperText(say("start.no-model"));
            select.setEnabled(false);
        } else {
            select.setValue(models.getFirst());
        }
        choices.add(select);
        fields.add(select);
        start.setEnabled(enough && choices.stream().noneMatch(Select::isEmpty));
        return this;
    }

    /** Adds a setting that is worth a thought each time. */
    StartDialog ask(String name) {
        fields.add(field(name));
        return this;
    }

    private TextField field(String name) {
        TextField field = new TextField(say("start.setting-" + name));
        field.setPlaceholder(say("start.default-" + kind.command() + "-" + name));
        field.setHelperText(say("start.help-" + name));
        field.setPattern(NUMBER);
        field.setErrorMessage(say("start.not-a-number"));
        settings.put(name, field);
        return field;
    }

    /** Says how long it will take with the settings as they stand. @param words for settings that differ from the default */
    StartDialog expect(Function<Map<String, String>, String> words) {
        Runnable say = () -> {
            if (valid()) {
                time.setText(words.apply(given()));
            }
        };
        settings.values().forEach(field -> {
            field.setValueChangeMode(ValueChangeMode.LAZY);
            field.addValueChangeListener(changed -> say.run());
        });
        say.run();
        return this;
    }

    private boolean valid() {
        return settings.values().stream().noneMatch(TextField::isInvalid)
                && given().values().stream().allMatch(value -> value.matches(NUMBER));
    }

    private Map<String, String> given() {
        Map<String, String> given = new TreeMap<>();
        settings.forEach((name, field) -> {
            if (!field.isEmpty()) {
                given.put(name, field.getValue());
            }
        });
        return given;
    }

    void onStart(BiConsumer<List<Model>, Map<String, String>> starter) {
        start.addClickListener(pressed -> {
            if (valid()) {
                close();
                starter.accept(choices.stream().map(Select::getValue).toList(), given());
            }
        });
    }
}
