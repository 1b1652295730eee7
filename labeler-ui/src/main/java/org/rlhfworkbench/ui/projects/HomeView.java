package org.rlhfworkbench.ui.projects;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.feedback.projects.Projects;
import org.rlhfworkbench.ui.security.SignedIn;
import org.rlhfworkbench.ui.shell.Paths;

/** The bare address leads everybody to where they work. */
@Route("")
@PermitAll
class HomeView extends Div implements BeforeEnterObserver {
    private final transient SignedIn signedIn;
    private final transient Projects projects;

    HomeView(SignedIn signedIn, Projects projects) {
        this.signedIn = signedIn;
        this.projects = projects;
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        event.forwardTo(target());
    }

    private String target() {
        if (!signedIn.owner()) {
            return Paths.NEXT;
        }
        List<Project> mine = projects.visibleTo(signedIn.person());
        return mine.size() == 1 ? Paths.in(mine.getFirst().id(), Paths.OVERVIEW) : Paths.PROJECTS;
    }
}
