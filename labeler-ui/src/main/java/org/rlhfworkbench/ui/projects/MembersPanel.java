package org.rlhfworkbench.ui.projects;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.rlhfworkbench.feedback.FeedbackException;
import org.rlhfworkbench.feedback.people.People;
import org.rlhfworkbench.feedback.people.Person;
import org.rlhfworkbench.feedback.people.Role;
import org.rlhfworkbench.feedback.projects.Member;
import org.rlhfworkbench.feedback.projects.MemberRole;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.feedback.projects.Projects;
import org.rlhfworkbench.ui.shell.Notices;
import org.rlhfworkbench.ui.shell.Paths;
import org.rlhfworkbench.ui.shell.Table;

/** Who works in the project, and what they may do there. */
class MembersPanel extends Div {
    private final transient Project project;
    private final transient Projects projects;
    private final transient People people;
    private final boolean makesAccounts;

    MembersPanel(Project project, Projects projects, People people, boolean makesAccounts) {
        this.project = project;
        this.projects = projects;
        this.people = people;
        this.makesAccounts = makesAccounts;
        addClassName("members");
        refresh();
    }

    private void refresh() {
        List<Member> members = projects.members(project.id());
        Table table = new Table(say("people.name"), say("members.may"), "");
        members.forEach(member -> table.row(name(member.person()), role(member), remove(member)));
        removeAll();
        add(table, adding(members));
    }

    private static Component name(Person person) {
        String account = person.username() == null ? say("people.imported") : person.username();
        return Table.twoLines(new Span(person.displayName()), account);
    }

    private Component role(Member member) {
        Select<MemberRole> role = new Select<>();
        role.setAriaLabel(say("members.may-of", member.person().displayName()));
        role.setItems(rolesOf(member.person()));
        role.setItemLabelGenerator(MembersPanel::words);
        role.setValue(member.role());
        role.addValueChangeListener(change -> {
            if (change.isFromClient()) {
                attempt(() -> projects.setMember(
                        project.id(), member.person().id(), Objects.requireNonNull(change.getValue())));
            }
        });
        return role;
    }

    /** Only an account that may own projects is of use as an owner. */
    private static List<MemberRole> rolesOf(Person person) {
        return person.has(Role.OWNER) ? List.of(MemberRole.OWNER, MemberRole.LABELER) : List.of(MemberRole.LABELER);
    }

    private static String words(MemberRole role) {
        return say("members.role-" + role.name().toLowerCase(Locale.ROOT));
    }

    private Component remove(Member member) {
        Button remove = new Button(
                say("members.remove"),
                pressed -> attempt(() ->
                        projects.removeMember(project.id(), member.person().id())));
        remove.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
        remove.setAriaLabel(say("members.remove-of", member.person().displayName()));
        return remove;
    }

    private void attempt(Runnable act) {
        try {
            act.run();
        } catch (FeedbackException refused) {
            Notices.failed(refused);
        }
        refresh();
    }

    private Component adding(List<Member> members) {
        Set<Long> in = members.stream().map(member -> member.person().id()).collect(Collectors.toSet());
        List<Person> others = people.all().stream()
                .filter(person -> person.active() && person.username() != null && !in.contains(person.id()))
                .toList();
        return others.isEmpty() ? nobodyElse() : choice(others);
    }

    private Component choice(List<Person> others) {
        ComboBox<Person> person = new ComboBox<>(say("members.add"));
        person.setItems(others);
        person.setItemLabelGenerator(each -> each.displayName() + " · " + each.username());
        Button add = new Button(say("members.add-act"), pressed -> {
            if (person.getValue() != null) {
                attempt(() -> projects.setMember(project.id(), person.getValue().id(), MemberRole.LABELER));
            }
        });
        Div row = new Div(person, add);
        row.addClassNames("row", "members-add");
        return row;
    }

    /** Accounts are made elsewhere, by administrators. */
    private Component nobodyElse() {
        Paragraph help = new Paragraph(say(makesAccounts ? "members.make-accounts" : "members.ask-administrator"));
        help.addClassName("dim");
        if (makesAccounts) {
            help.add(" ");
            help.add(new Anchor(Paths.PEOPLE, say("page.people")));
        }
        return help;
    }
}
