package org.rlhfworkbench.ui.projects;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import org.rlhfworkbench.feedback.FeedbackException;
import org.rlhfworkbench.ui.shell.Refusals;

class NewProjectDialog extends Dialog {

    /** Makes the project, or refuses it. */
    interface Creation {
        void create(String name, String description) throws FeedbackException;
    }

    private final TextField name = new TextField(say("projects.name"));
    private final TextArea description = new TextArea(say("projects.description"));

    NewProjectDialog(Creation creation) {
        setHeaderTitle(say("projects.create"));
        setWidth("min(28rem, 100vw)");
        name.setPlaceholder(say("projects.name-example"));
        name.setMaxLength(200);
        description.setHelperText(say("projects.description-help"));
        Div fields = new Div(name, description);
        fields.addClassName("fields");
        add(fields);
        Button create = new Button(say("projects.create"), pressed -> tryTo(creation));
        create.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        create.addClickShortcut(Key.ENTER);
        getFooter().add(new Button(say("action.cancel"), pressed -> close()), create);
        name.focus();
    }

    private void tryTo(Creation creation) {
        try {
            creation.create(name.getValue(), description.getValue());
            close();
        } catch (FeedbackException refused) {
            name.setErrorMessage(Refusals.words(refused));
            name.setInvalid(true);
            name.focus();
        }
    }
}
