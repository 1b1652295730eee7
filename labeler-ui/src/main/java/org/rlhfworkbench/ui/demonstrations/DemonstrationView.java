package org.rlhfworkbench.ui.demonstrations;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Aside;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import org.rlhfworkbench.feedback.demonstrations.Demonstration;
import org.rlhfworkbench.feedback.demonstrations.Demonstrations;
import org.rlhfworkbench.feedback.demonstrations.Suggestion;
import org.rlhfworkbench.feedback.people.People;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.feedback.projects.Projects;
import org.rlhfworkbench.ui.projects.ProjectPage;
import org.rlhfworkbench.ui.security.SignedIn;
import org.rlhfworkbench.ui.shell.Amounts;
import org.rlhfworkbench.ui.shell.MainLayout;
import org.rlhfworkbench.ui.shell.PageHeader;
import org.rlhfworkbench.ui.shell.Paths;

/** One demonstration, with the versions before it and what a model suggested for it. */
@Route(value = Paths.DEMONSTRATIONS + "/:demonstration/:version?", layout = MainLayout.class)
@RolesAllowed({"ADMINISTRATOR", "OWNER"})
class DemonstrationView extends ProjectPage {
    private final transient Demonstrations demonstrations;
    private final transient People people;
    private final transient SignedIn signedIn;

    DemonstrationView(Projects projects, SignedIn signedIn, Demonstrations demonstrations, People people) {
        super(projects, signedIn);
        this.demonstrations = demonstrations;
        this.people = people;
        this.signedIn = signedIn;
    }

    @Override
    protected void show(Project project, BeforeEnterEvent event) {
        String key = event.getRouteParameters().get("demonstration").orElse("");
        List<Demonstration> versions = demonstrations.history(project.id(), key).reversed();
        int wanted = event.getRouteParameters()
                .getInteger("version")
                .orElseGet(() -> versions.isEmpty() ? 0 : versions.getFirst().version());
        Demonstration shown = versions.stream()
                .filter(each -> each.version() == wanted)
                .findFirst()
                .orElseThrow(NotFoundException::new);
        Authors authors = new Authors(people, signedIn);
        setTitle(key, project);
        removeAll();
        Anchor correct =
                new Anchor(Paths.in(project.id(), Paths.WRITE, "again", shown.id()), say("demonstration.correct"));
        correct.addClassNames("button", "primary");
        PageHeader header = new PageHeader(
                key, say("demonstration.line", authors.of(shown.authorId()), Amounts.ago(shown.createdAt())), correct);
        if (!shown.latest()) {
            header.setActs(latest(project, key));
        }
        Div columns = new Div(new Turns(shown.conversation()), aside(project, versions, shown, authors));
        columns.addClassName("reading-columns");
        add(back(project), header, columns);
    }

    private static Anchor back(Project project) {
        Anchor back = new Anchor(Paths.in(project.id(), Paths.DEMONSTRATIONS), say("page.demonstrations"));
        back.addClassName("back");
        return back;
    }

    private static Anchor latest(Project project, String key) {
        Anchor latest = new Anchor(Paths.in(project.id(), Paths.DEMONSTRATIONS, key), say("demonstration.latest"));
        latest.addClassName("button");
        return latest;
    }

    private static Aside aside(Project project, List<Demonstration> versions, Demonstration shown, Authors authors) {
        Aside aside = new Aside();
        aside.addClassName("reading-aside");
        UnorderedList list = new UnorderedList();
        list.addClassName("plain");
        for (Demonstration each : versions) {
            Anchor link = new Anchor(
                    Paths.in(project.id(), Paths.DEMONSTRATIONS, each.key(), each.version()),
                    say("demonstrations.version", each.version()));
            if (each.version() == shown.version()) {
                link.getElement().setAttribute("aria-current", "page");
            }
            Span by = new Span(say("demonstration.line", authors.of(each.authorId()), Amounts.ago(each.createdAt())));
            by.addClassNames("dim", "small");
            list.add(new ListItem(link, by));
        }
        aside.add(new H2(say("demonstration.versions")), list);
        for (Suggestion suggestion : shown.suggestions()) {
            Span from = new Span(say("demonstration.suggested", suggestion.model(), suggestion.turn() + 1));
            from.addClassNames("dim", "small");
            Div text = new Div(suggestion.text());
            text.addClassNames("suggested");
            aside.add(new H2(say("demonstration.suggestion")), from, text);
        }
        return aside;
    }
}
