package org.rlhfworkbench.ui.projects;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.NotFoundException;
import org.rlhfworkbench.feedback.projects.MemberRole;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.feedback.projects.Projects;
import org.rlhfworkbench.ui.security.SignedIn;
import org.rlhfworkbench.ui.shell.Paths;

/**
 * A page of a project. The project comes from the address; whoever does not own it sees what a stranger sees of one
 * that does not exist.
 */
public abstract class ProjectPage extends Main implements BeforeEnterObserver, HasDynamicTitle {
    private final transient Projects projects;
    private final transient SignedIn signedIn;
    private String title = say("application.name");

    protected ProjectPage(Projects projects, SignedIn signedIn) {
        this.projects = projects;
        this.signedIn = signedIn;
        addClassName("page");
    }

    /** Builds the page anew for this address; called at each navigation to it, also when only a parameter changed. */
    protected abstract void show(Project project, BeforeEnterEvent event);

    @Override
    public final void beforeEnter(BeforeEnterEvent event) {
        Project project = event.getRouteParameters()
                .getLong(Paths.PROJECT)
                .flatMap(projects::find)
                .filter(this::mayOpen)
                .orElseThrow(NotFoundException::new);
        show(project, event);
    }

    private boolean mayOpen(Project project) {
        return projects.roleOf(project.id(), signedIn.person())
                .filter(MemberRole.OWNER::equals)
                .isPresent();
    }

    /** What the browser's tab says; the project's name follows it. */
    protected void setTitle(String title, Project project) {
        this.title = title + " · " + project.name();
    }

    @Override
    public final String getPageTitle() {
        return title;
    }
}
