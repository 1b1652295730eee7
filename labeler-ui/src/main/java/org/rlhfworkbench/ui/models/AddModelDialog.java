package org.rlhfworkbench.ui.models;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.TextField;
import java.nio.file.Path;
import java.util.Optional;
import org.rlhfworkbench.feedback.FeedbackException;
import org.rlhfworkbench.ui.shell.Refusals;

/** Makes a model that lies on the server's disk known to every project. */
class AddModelDialog extends Dialog {

    /** Registers the model, or refuses it. */
    interface Registration {
        void register(String name, Path place) throws FeedbackException;
    }

    private final TextField place = new TextField(say("models.place"));
    private final TextField name = new TextField(say("models.called"));
    private final transient Registration registration;

    AddModelDialog(Registration registration) {
        this.registration = registration;
        setHeaderTitle(say("models.add"));
        setWidth("min(34rem, 100vw)");
        place.setPlaceholder("/srv/models/SmolLM2-135M-Instruct.gguf");
        place.setHelperText(say("models.place-help"));
        place.addValueChangeListener(change -> suggestName());
        name.setMaxLength(200);
        Div fields = new Div(place, name);
        fields.addClassName("fields");
        add(fields);
        Button add = new Button(say("models.add"), pressed -> add());
        add.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        add.addClickShortcut(Key.ENTER);
        getFooter().add(new Button(say("action.cancel"), pressed -> close()), add);
        place.focus();
    }

    private void suggestName() {
        place.setInvalid(false);
        if (name.isEmpty()) {
            ModelPlace.at(place.getValue()).ifPresent(found -> name.setValue(found.suggestedName()));
        }
    }

    private void add() {
        Optional<ModelPlace> found = ModelPlace.at(place.getValue());
        if (found.isEmpty()) {
            place.setErrorMessage(say("models.place-wrong"));
            place.setInvalid(true);
            place.focus();
            return;
        }
        suggestName();
        try {
            registration.register(name.getValue().strip(), found.get().path());
            close();
        } catch (FeedbackException refused) {
            name.setErrorMessage(Refusals.words(refused));
            name.setInvalid(true);
            name.focus();
        }
    }
}
