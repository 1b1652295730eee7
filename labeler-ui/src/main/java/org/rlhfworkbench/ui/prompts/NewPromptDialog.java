package org.rlhfworkbench.ui.prompts;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.KeyModifier;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.TextArea;
import java.util.ArrayList;
import java.util.List;
import org.rlhfworkbench.feedback.FeedbackException.Invalid;
import org.rlhfworkbench.feedback.conversation.Conversation;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.feedback.prompts.Prompt;
import org.rlhfworkbench.feedback.prompts.Prompts;
import org.rlhfworkbench.ui.shell.Notices;
import org.rlhfworkbench.ui.shell.Refusals;

/** One prompt by hand, and the next one: the dialog stays open until it is closed. */
class NewPromptDialog extends Dialog {
    private final TextArea text = new TextArea(say("prompts.text"));
    private final MultiSelectComboBox<String> tags = new MultiSelectComboBox<>(say("prompts.tags"));
    private final List<String> known;

    NewPromptDialog(Project project, Prompts prompts, Runnable added) {
        setHeaderTitle(say("prompts.add"));
        setWidth("min(36rem, 100vw)");
        known = new ArrayList<>(prompts.tags(project.id()));
        text.setMinHeight("8rem");
        text.setPlaceholder(say("prompts.text-example"));
        text.setRequired(true);
        tags.setItems(known);
        tags.setAllowCustomValue(true);
        tags.setHelperText(say("prompts.tags-help"));
        tags.addCustomValueSetListener(typed -> addTag(typed.getDetail().strip()));
        Div fields = new Div(text, tags);
        fields.addClassName("fields");
        add(fields);
        Button add = new Button(say("prompts.add-act"), pressed -> add(project, prompts, added));
        add.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        add.addClickShortcut(Key.ENTER, KeyModifier.CONTROL);
        getFooter().add(new Button(say("prompts.done"), pressed -> close()), add);
        text.focus();
    }

    private void addTag(String typed) {
        if (typed.isEmpty()) {
            return;
        }
        List<String> chosen = new ArrayList<>(tags.getValue());
        if (!known.contains(typed)) {
            known.add(typed);
            tags.setItems(known);
        }
        chosen.add(typed);
        tags.setValue(chosen);
    }

    private void add(Project project, Prompts prompts, Runnable added) {
        text.setInvalid(false);
        try {
            Prompt made =
                    prompts.add(project.id(), Conversation.of(text.getValue().strip()), List.copyOf(tags.getValue()));
            Notices.done(
                    made.duplicateOf() == null
                            ? say("prompts.added")
                            : say("prompts.added-repeats", made.duplicateOf()));
            text.clear();
            added.run();
        } catch (Invalid refused) {
            text.setErrorMessage(Refusals.words(refused));
            text.setInvalid(true);
        }
        text.focus();
    }
}
