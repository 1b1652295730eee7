package org.rlhfworkbench.ui.labeling;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.dependency.StyleSheet;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import org.rlhfworkbench.ui.security.SignedIn;
import org.rlhfworkbench.ui.shell.EmptyState;
import org.rlhfworkbench.ui.shell.MainLayout;
import org.rlhfworkbench.ui.shell.PageHeader;
import org.rlhfworkbench.ui.shell.Paths;

/** The guidelines of everything that is open to this person. */
@Route(value = Paths.GUIDELINES, layout = MainLayout.class)
@PermitAll
@StyleSheet("context://labeling.css")
class GuidelinesView extends Main implements HasDynamicTitle {

    GuidelinesView(Workload workload, SignedIn signedIn) {
        addClassNames("page", "labeler-page");
        add(new PageHeader(say("page.guidelines"), ""));
        List<Workload.Guidelines> all = workload.guidelines(signedIn.person());
        all.forEach(each -> add(section(each)));
        if (all.isEmpty()) {
            add(new EmptyState(say("guidelines.nothing"), say("guidelines.nothing-help")));
        }
    }

    private static Section section(Workload.Guidelines guidelines) {
        Span project = new Span(guidelines.project().name());
        project.addClassName("dim");
        String text = guidelines.campaign().guidelines();
        Section section = new Section(
                new H2(guidelines.campaign().name()),
                project,
                SidePanel.text(text.isBlank() ? say("labeling.no-guidelines") : text));
        section.addClassNames("section", "guidelines-section");
        return section;
    }

    @Override
    public String getPageTitle() {
        return say("page.guidelines");
    }
}
