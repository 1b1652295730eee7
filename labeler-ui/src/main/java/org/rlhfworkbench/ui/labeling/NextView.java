package org.rlhfworkbench.ui.labeling;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dependency.StyleSheet;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import java.util.Locale;
import org.rlhfworkbench.feedback.people.Person;
import org.rlhfworkbench.ui.security.SignedIn;
import org.rlhfworkbench.ui.shell.EmptyState;
import org.rlhfworkbench.ui.shell.MainLayout;
import org.rlhfworkbench.ui.shell.PageHeader;
import org.rlhfworkbench.ui.shell.Paths;

/** Where a labeler arrives: one button for what is waiting, then everything else that could be done. */
@Route(value = Paths.NEXT, layout = MainLayout.class)
@PermitAll
@StyleSheet("context://labeling.css")
class NextView extends Main implements HasDynamicTitle {

    NextView(Workload workload, SignedIn signedIn) {
        addClassNames("page", "labeler-page");
        Person person = signedIn.person();
        List<Work> work = workload.of(person);
        List<Work> waiting = work.stream().filter(each -> each.left() > 0).toList();
        long today = workload.today(person);
        add(new PageHeader(say("next.greeting", person.displayName()), today == 0 ? "" : say("next.today", today)));
        if (waiting.isEmpty()) {
            add(new EmptyState(say("next.nothing"), say(work.isEmpty() ? "next.no-project" : "next.nothing-help")));
        } else {
            add(first(waiting.getFirst()));
        }
        List<Workload.Begun> begun = workload.begun(person);
        if (!begun.isEmpty()) {
            add(section(say("next.begun"), begun.stream().map(NextView::row).toList()));
        }
        List<Work> others = work.stream()
                .filter(each -> waiting.isEmpty() || each != waiting.getFirst())
                .toList();
        if (!others.isEmpty()) {
            add(section(say("next.others"), others.stream().map(NextView::row).toList()));
        }
    }

    private static Component first(Work work) {
        Button go = new Button(say(key(work, "go"), work.left()));
        go.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        go.addClickListener(pressed -> UI.getCurrent().navigate(work.path()));
        go.setAutofocus(true);
        Span title = new Span(title(work));
        title.getElement().getStyle().set("font-weight", "600");
        Div words = new Div(title, counts(work));
        words.addClassName("two-lines");
        Div act = new Div(words, go);
        act.addClassName("next-act");
        return act;
    }

    private static String title(Work work) {
        return say(key(work, "title"), work.name(), work.project().name());
    }

    private static Span counts(Work work) {
        Span counts = new Span(say(key(work, "counts"), work.done(), work.left()));
        counts.addClassNames("dim", "num");
        return counts;
    }

    private static String key(Work work, String what) {
        return "next." + work.kind().name().toLowerCase(Locale.ROOT) + "-" + what;
    }

    private static Component section(String title, List<ListItem> rows) {
        UnorderedList list = new UnorderedList();
        list.addClassName("rows");
        rows.forEach(list::add);
        Section section = new Section(new H2(title), list);
        section.addClassName("section");
        return section;
    }

    private static ListItem row(Work work) {
        ListItem row = new ListItem(new Anchor(work.path(), title(work)), counts(work));
        if (work.kind() == Work.Kind.WRITE) {
            Anchor free = new Anchor(Paths.in(work.project().id(), Paths.WRITE, Paths.FREE), say("next.write-free"));
            free.addClassName("quiet");
            row.add(free);
        }
        return row;
    }

    private static ListItem row(Workload.Begun begun) {
        Span project = new Span(begun.project().name());
        project.addClassName("dim");
        String preview = begun.preview().isEmpty() ? say("next.begun-empty") : begun.preview();
        return new ListItem(new Anchor(begun.path(), preview), project);
    }

    @Override
    public String getPageTitle() {
        return say("page.next");
    }
}
