package org.rlhfworkbench.ui.people;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.menubar.MenuBarVariant;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.util.Locale;
import java.util.stream.Collectors;
import org.rlhfworkbench.feedback.people.People;
import org.rlhfworkbench.feedback.people.Person;
import org.rlhfworkbench.ui.shell.MainLayout;
import org.rlhfworkbench.ui.shell.Notices;
import org.rlhfworkbench.ui.shell.PageHeader;
import org.rlhfworkbench.ui.shell.Paths;

/** The administrator's list of accounts. */
@Route(value = Paths.PEOPLE, layout = MainLayout.class)
@RolesAllowed("ADMINISTRATOR")
class PeopleView extends Main implements HasDynamicTitle {
    private final transient People people;
    private final Grid<Person> grid = new Grid<>();

    PeopleView(People people) {
        this.people = people;
        addClassName("page");
        Button add = new Button(say("people.add"), pressed -> new NewPersonDialog(people, this::refresh).open());
        add.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        grid.addThemeVariants(GridVariant.LUMO_NO_BORDER);
        grid.setAllRowsVisible(true);
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        grid.addComponentColumn(PeopleView::name).setHeader(say("people.name")).setFlexGrow(2);
        grid.addColumn(PeopleView::roles).setHeader(say("people.roles"));
        grid.addColumn(Person::pseudonym).setHeader(say("people.pseudonym"));
        grid.addComponentColumn(this::acts).setHeader("").setFlexGrow(0).setAutoWidth(true);
        add(new PageHeader(say("page.people"), say("people.lead"), add), grid);
        refresh();
    }

    private void refresh() {
        grid.setItems(people.all());
    }

    private static Div name(Person person) {
        Span account = new Span(
                person.username() == null
                        ? say("people.imported")
                        : person.active() ? person.username() : say("people.closed", person.username()));
        account.addClassName("dim");
        Div cell = new Div(new Span(person.displayName()), account);
        cell.addClassName("two-lines");
        return cell;
    }

    private static String roles(Person person) {
        return person.roles().stream()
                .sorted()
                .map(role -> say("role." + role.name().toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining(", "));
    }

    private MenuBar acts(Person person) {
        MenuBar bar = new MenuBar();
        bar.addThemeVariants(MenuBarVariant.LUMO_TERTIARY, MenuBarVariant.LUMO_ICON);
        if (person.username() == null) {
            return bar;
        }
        MenuItem root = bar.addItem("⋯");
        root.setAriaLabel(say("people.acts", person.displayName()));
        root.getSubMenu().addItem(say("people.reset-password"), chosen -> {
            new PasswordDialog(person, people.resetPassword(person.id())).open();
        });
        String toggle = say(person.active() ? "people.close" : "people.reopen");
        root.getSubMenu().addItem(toggle, chosen -> {
            people.setActive(person.id(), !person.active());
            Notices.done(say(person.active() ? "people.closed-done" : "people.reopened-done", person.displayName()));
            refresh();
        });
        return bar;
    }

    @Override
    public String getPageTitle() {
        return say("page.people");
    }
}
