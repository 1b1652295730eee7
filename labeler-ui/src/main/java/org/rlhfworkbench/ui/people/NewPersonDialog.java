package org.rlhfworkbench.ui.people;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import com.vaadin.flow.component.textfield.TextField;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.rlhfworkbench.feedback.FeedbackException;
import org.rlhfworkbench.feedback.people.NewAccount;
import org.rlhfworkbench.feedback.people.People;
import org.rlhfworkbench.feedback.people.Role;
import org.rlhfworkbench.ui.shell.Refusals;

class NewPersonDialog extends Dialog {
    private final TextField username = new TextField(say("people.username"));
    private final TextField name = new TextField(say("people.name"));
    private final RadioButtonGroup<Role> role = new RadioButtonGroup<>(say("people.may"));

    NewPersonDialog(People people, Runnable made) {
        setHeaderTitle(say("people.add"));
        setWidth("min(28rem, 100vw)");
        username.setHelperText(say("people.username-help"));
        role.setItems(Role.LABELER, Role.OWNER, Role.ADMINISTRATOR);
        role.setItemLabelGenerator(each -> say("role.may-" + each.name().toLowerCase(Locale.ROOT)));
        role.setValue(Role.LABELER);
        Div fields = new Div(name, username, role);
        fields.addClassName("fields");
        add(fields);
        Button create = new Button(say("people.add"), pressed -> create(people, made));
        create.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        getFooter().add(new Button(say("action.cancel"), pressed -> close()), create);
        name.focus();
    }

    private void create(People people, Runnable made) {
        try {
            NewAccount account = people.create(username.getValue(), name.getValue(), roles(role.getValue()));
            close();
            made.run();
            new PasswordDialog(account.person(), account.password()).open();
        } catch (FeedbackException refused) {
            username.setErrorMessage(Refusals.words(refused));
            username.setInvalid(true);
            username.focus();
        }
    }

    /** Whoever may do more may also label. */
    private static Set<Role> roles(Role highest) {
        return switch (highest) {
            case LABELER -> EnumSet.of(Role.LABELER);
            case OWNER -> EnumSet.of(Role.LABELER, Role.OWNER);
            case ADMINISTRATOR -> EnumSet.allOf(Role.class);
        };
    }
}
