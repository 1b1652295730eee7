package org.rlhfworkbench.ui.rank;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.textfield.TextField;
import java.util.List;
import java.util.function.Consumer;

/** Asks why: one of the usual reasons, or one's own words. Nothing is chosen beforehand. */
class ReasonDialog extends Dialog {
    private final RadioButtonGroup<String> reasons = new RadioButtonGroup<>();
    private final TextField ownWords = new TextField(say("rank.reason-own"));

    /** @param words the beginning of its messages' keys */
    ReasonDialog(String words, Consumer<String> then) {
        setHeaderTitle(say(words + "title"));
        setWidth("min(30rem, 100vw)");
        reasons.setItems(List.of(say(words + "reasons").split(" \\| ")));
        reasons.setAriaLabel(say(words + "title"));
        reasons.addValueChangeListener(chosen -> reasons.setInvalid(false));
        ownWords.addValueChangeListener(typed -> reasons.setInvalid(false));
        Div fields = new Div(new Paragraph(say(words + "help")), reasons, ownWords);
        fields.addClassName("fields");
        add(fields);
        Button act = new Button(say(words + "act"), pressed -> finish(then));
        act.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        act.addClickShortcut(Key.ENTER);
        getFooter().add(new Button(say("action.cancel"), pressed -> close()), act);
        addOpenedChangeListener(opened ->
                reasons.getElement().executeJs("setTimeout(() => this.querySelector('input')?.focus(), 100)"));
    }

    private void finish(Consumer<String> then) {
        String own = ownWords.getValue().strip();
        String reason = own.isEmpty() ? reasons.getValue() : own;
        if (reason == null) {
            reasons.setErrorMessage(say("rank.reason-missing"));
            reasons.setInvalid(true);
            return;
        }
        close();
        then.accept(reason);
    }
}
