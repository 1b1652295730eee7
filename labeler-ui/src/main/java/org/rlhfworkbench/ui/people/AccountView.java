package org.rlhfworkbench.ui.people;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.PermitAll;
import org.rlhfworkbench.feedback.FeedbackException.Invalid;
import org.rlhfworkbench.feedback.people.People;
import org.rlhfworkbench.feedback.people.Person;
import org.rlhfworkbench.ui.security.SignedIn;
import org.rlhfworkbench.ui.shell.MainLayout;
import org.rlhfworkbench.ui.shell.Notices;
import org.rlhfworkbench.ui.shell.PageHeader;
import org.rlhfworkbench.ui.shell.Paths;
import org.rlhfworkbench.ui.shell.Refusals;

@Route(value = Paths.ACCOUNT, layout = MainLayout.class)
@PermitAll
class AccountView extends Main implements HasDynamicTitle {
    private final transient People people;
    private final long personId;
    private final TextField name = new TextField(say("account.name"));
    private final PasswordField current = new PasswordField(say("account.current-password"));
    private final PasswordField next = new PasswordField(say("account.new-password"));

    AccountView(People people, SignedIn signedIn) {
        this.people = people;
        Person person = signedIn.person();
        personId = person.id();
        addClassName("page");
        name.setValue(person.displayName());
        name.setHelperText(say("account.pseudonym", person.pseudonym()));
        current.getElement().setAttribute("autocomplete", "current-password");
        next.getElement().setAttribute("autocomplete", "new-password");
        next.setHelperText(say("account.password-rule"));
        add(
                new PageHeader(say("page.account"), say("account.signed-in-as", String.valueOf(person.username()))),
                section(say("account.who"), name, new Button(say("account.rename"), pressed -> rename())),
                section(
                        say("account.password"),
                        current,
                        next,
                        new Button(say("account.change-password"), pressed -> changePassword())));
    }

    private static Section section(String title, Component... fields) {
        Div column = new Div(fields);
        column.addClassName("fields");
        Section section = new Section(new H2(title), column);
        section.addClassName("form-section");
        return section;
    }

    private void rename() {
        people.rename(personId, name.getValue());
        Notices.done(say("account.renamed"));
    }

    private void changePassword() {
        current.setInvalid(false);
        next.setInvalid(false);
        try {
            people.changePassword(personId, current.getValue(), next.getValue());
            current.clear();
            next.clear();
            Notices.done(say("account.password-changed"));
        } catch (Invalid refused) {
            PasswordField field = refused.field().equals("current") ? current : next;
            field.setErrorMessage(Refusals.words(refused));
            field.setInvalid(true);
            field.focus();
        }
    }

    @Override
    public String getPageTitle() {
        return say("page.account");
    }
}
