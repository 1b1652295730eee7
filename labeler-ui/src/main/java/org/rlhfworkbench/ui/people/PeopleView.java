package org.rlhfworkbench.ui.people;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.rlhfworkbench.feedback.people.People;
import org.rlhfworkbench.feedback.people.Person;
import org.rlhfworkbench.ui.shell.MainLayout;
import org.rlhfworkbench.ui.shell.Notices;
import org.rlhfworkbench.ui.shell.PageHeader;
import org.rlhfworkbench.ui.shell.Paths;
import org.rlhfworkbench.ui.shell.Table;

/** The administrator's list of accounts. */
@Route(value = Paths.PEOPLE, layout = MainLayout.class)
@RolesAllowed("ADMINISTRATOR")
class PeopleView extends Main implements HasDynamicTitle {
    private final transient People people;
    private final Div list = new Div();

    PeopleView(People people) {
        this.people = people;
        addClassName("page");
        Button add = new Button(say("people.add"), pressed -> new NewPersonDialog(people, this::refresh).open());
        add.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        add(new PageHeader(say("page.people"), say("people.lead"), add), list);
        refresh();
    }

    private void refresh() {
        Table table = new Table(say("people.name"), say("people.roles"), say("people.pseudonym"), "");
        people.all()
                .forEach(person ->
                        table.row(name(person), new Span(roles(person)), new Span(person.pseudonym()), acts(person)));
        list.removeAll();
        list.add(table);
    }

    private static Div name(Person person) {
        String account = person.username() == null
                ? say("people.imported")
                : person.active() ? person.username() : say("people.closed", person.username());
        return Table.twoLines(new Span(person.displayName()), account);
    }

    private static String roles(Person person) {
        return person.roles().stream()
                .sorted()
                .map(role -> say("role." + role.name().toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining(", "));
    }

    private Div acts(Person person) {
        Div acts = new Div();
        acts.addClassName("acts");
        if (person.username() == null) {
            return acts;
        }
        Button password = new Button(
                say("people.reset-password"),
                pressed -> new PasswordDialog(person, people.resetPassword(person.id())).open());
        Button toggle = new Button(say(person.active() ? "people.close" : "people.reopen"), pressed -> {
            people.setActive(person.id(), !person.active());
            Notices.done(say(person.active() ? "people.closed-done" : "people.reopened-done", person.displayName()));
            refresh();
        });
        for (Button act : List.of(password, toggle)) {
            act.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
            act.setAriaLabel(act.getText() + ": " + person.displayName());
        }
        acts.add(password, toggle);
        return acts;
    }

    @Override
    public String getPageTitle() {
        return say("page.people");
    }
}
