package org.rlhfworkbench.ui.security;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.PermitAll;
import org.rlhfworkbench.feedback.FeedbackException;
import org.rlhfworkbench.feedback.people.People;
import org.rlhfworkbench.ui.shell.Refusals;

/** The one page of somebody who has signed in with an issued password. */
@Route(value = "own-password", autoLayout = false)
@PermitAll
class OwnPasswordView extends Main implements HasDynamicTitle {
    private final transient People people;
    private final transient SignedIn signedIn;
    private final PasswordField password = new PasswordField(say("account.new-password"));

    OwnPasswordView(People people, SignedIn signedIn) {
        this.people = people;
        this.signedIn = signedIn;
        addClassName("sign-in");
        password.getElement().setAttribute("autocomplete", "new-password");
        password.setHelperText(say("account.password-rule"));
        password.setAutofocus(true);
        Button keep = new Button(say("own-password.keep"), pressed -> keep());
        keep.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        keep.addClickShortcut(Key.ENTER);
        Button leave = new Button(say("menu.sign-out"), pressed -> signedIn.signOut());
        leave.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
        Div acts = new Div(keep, leave);
        acts.addClassName("acts");
        Div fields = new Div(password, acts);
        fields.addClassName("fields");
        add(new Div(new H1(say("own-password.title")), new Paragraph(say("own-password.why")), fields));
    }

    private void keep() {
        try {
            people.chooseOwnPassword(signedIn.id(), password.getValue());
            UI.getCurrent().getPage().reload();
        } catch (FeedbackException refused) {
            password.setErrorMessage(Refusals.words(refused));
            password.setInvalid(true);
            password.focus();
        }
    }

    @Override
    public String getPageTitle() {
        return say("own-password.title");
    }
}
