package org.rlhfworkbench.ui.people;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import org.rlhfworkbench.feedback.people.Person;

/** A password, shown this once. */
class PasswordDialog extends Dialog {
    PasswordDialog(Person person, String password) {
        setHeaderTitle(say("people.password-for", person.displayName()));
        setWidth("min(28rem, 100vw)");
        setCloseOnOutsideClick(false);
        Code secret = new Code(password);
        secret.addClassName("secret");
        add(new Div(new Paragraph(say("people.password-once", String.valueOf(person.username()))), secret));
        Button close = new Button(say("people.password-noted"), pressed -> close());
        close.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        getFooter().add(close);
    }
}
