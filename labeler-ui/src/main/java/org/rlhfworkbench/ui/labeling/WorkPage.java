package org.rlhfworkbench.ui.labeling;

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
 * A page on which a member of a project works. It fills the screen: no menu that the work does not need. Whoever is no
 * member sees what a stranger sees of a project that does not exist.
 */
public abstract class WorkPage extends Main implements BeforeEnterObserver, HasDynamicTitle {
    private final transient Projects projects;
    private final transient SignedIn signedIn;
    private String title = say("application.name");

    protected WorkPage(Projects projects, SignedIn signedIn) {
        this.projects = projects;
        this.signedIn = signedIn;
    }

    /** Builds the page anew for this address; called at each navigation to it, also when only a parameter changed. */
    protected abstract void show(Project project, BeforeEnterEvent event);

    @Override
    public final void beforeEnter(BeforeEnterEvent event) {
        Project project = event.getRouteParameters()
                .getLong(Paths.PROJECT)
                .flatMap(projects::find)
                .filter(found -> projects.roleOf(found.id(), signedIn.person()).isPresent())
                .orElseThrow(NotFoundException::new);
        show(project, event);
    }

    /** Whether this person owns the project. */
    protected final boolean owns(Project project) {
        return projects.roleOf(project.id(), signedIn.person())
                .filter(MemberRole.OWNER::equals)
                .isPresent();
    }

    /** For an owner the page of the project from which the work is looked after, for anybody else what is waiting. */
    protected final Back back(Project project, Back owners) {
        return owns(project) ? owners : new Back(Paths.NEXT, say("page.next"), say("labeling.to-next"));
    }

    protected final long personId() {
        return signedIn.id();
    }

    /** What the browser's tab says. */
    protected final void nameTab(String title) {
        this.title = title;
    }

    @Override
    public final String getPageTitle() {
        return title;
    }
}
