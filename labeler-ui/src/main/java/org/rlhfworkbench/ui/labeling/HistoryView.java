package org.rlhfworkbench.ui.labeling;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.dependency.StyleSheet;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import org.rlhfworkbench.ui.security.SignedIn;
import org.rlhfworkbench.ui.shell.Amounts;
import org.rlhfworkbench.ui.shell.EmptyState;
import org.rlhfworkbench.ui.shell.MainLayout;
import org.rlhfworkbench.ui.shell.PageHeader;
import org.rlhfworkbench.ui.shell.Paths;

/** What the person did, each line leading to its correction. The address says how much is shown. */
@Route(value = Paths.HISTORY, layout = MainLayout.class)
@PermitAll
@StyleSheet("context://labeling.css")
class HistoryView extends Main implements BeforeEnterObserver, HasDynamicTitle {
    private static final int PAGE = 50;
    private static final int MOST = 1000;

    private final transient Workload workload;
    private final transient SignedIn signedIn;

    HistoryView(Workload workload, SignedIn signedIn) {
        this.workload = workload;
        this.signedIn = signedIn;
        addClassNames("page", "labeler-page");
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        int shown = event.getLocation()
                .getQueryParameters()
                .getSingleParameter("show")
                .filter(text -> text.matches("\\d{1,4}"))
                .map(Integer::parseInt)
                .filter(count -> count <= MOST)
                .orElse(PAGE);
        removeAll();
        List<Workload.Done> done = workload.history(signedIn.person(), shown);
        add(new PageHeader(say("page.history"), say("history.lead")));
        if (done.isEmpty()) {
            add(new EmptyState(
                    say("history.nothing"),
                    say("history.nothing-help"),
                    new Anchor(Paths.NEXT, say("labeling.to-next"))));
            return;
        }
        UnorderedList rows = new UnorderedList();
        rows.addClassNames("rows", "history");
        done.forEach(each -> rows.add(row(each)));
        add(rows);
        if (done.size() == shown && shown < MOST) {
            Anchor more = new Anchor(Paths.HISTORY + "?show=" + Math.min(MOST, shown + PAGE), say("history.more"));
            more.addClassName("more");
            add(more);
        }
    }

    private static ListItem row(Workload.Done done) {
        Span when = new Span(Amounts.ago(done.at()));
        when.addClassNames("dim", "num");
        Span what = new Span(done.kind() == Work.Kind.RANK ? done.order() : say("history.demonstration"));
        what.addClassName("history-order");
        Anchor prompt = new Anchor(done.path(), done.preview());
        prompt.setTitle(say("history.correct"));
        Span project = new Span(done.project().name());
        project.addClassName("dim");
        return new ListItem(prompt, what, project, when);
    }

    @Override
    public String getPageTitle() {
        return say("page.history");
    }
}
