package org.rlhfworkbench.ui.projects;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.feedback.projects.Projects;
import org.rlhfworkbench.ui.security.SignedIn;
import org.rlhfworkbench.ui.shell.EmptyState;
import org.rlhfworkbench.ui.shell.MainLayout;
import org.rlhfworkbench.ui.shell.PageHeader;
import org.rlhfworkbench.ui.shell.Paths;

@Route(value = Paths.PROJECTS, layout = MainLayout.class)
@RolesAllowed({"ADMINISTRATOR", "OWNER"})
class ProjectsView extends Main implements HasDynamicTitle {
    private final transient Projects projects;
    private final transient SignedIn signedIn;

    ProjectsView(Projects projects, SignedIn signedIn) {
        this.projects = projects;
        this.signedIn = signedIn;
        addClassName("page");
        List<Project> mine = projects.visibleTo(signedIn.person());
        if (mine.isEmpty()) {
            showWelcome();
        } else {
            Button create = new Button(say("projects.create"), pressed -> openDialog());
            add(new PageHeader(say("page.projects"), "", create), list(mine));
        }
    }

    private void showWelcome() {
        Button create = new Button(say("projects.create"), pressed -> openDialog());
        create.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        add(new EmptyState(say("projects.welcome"), say("projects.welcome-help"), create));
    }

    private static UnorderedList list(List<Project> projects) {
        UnorderedList list = new UnorderedList();
        list.addClassName("rows");
        for (Project project : projects) {
            Span description = new Span(project.description());
            description.addClassName("dim");
            list.add(new ListItem(new Anchor(Paths.in(project.id(), Paths.OVERVIEW), project.name()), description));
        }
        return list;
    }

    private void openDialog() {
        new NewProjectDialog((name, description) -> {
                    Project made = projects.create(name, description, signedIn.id());
                    UI.getCurrent().navigate(Paths.in(made.id(), Paths.OVERVIEW));
                })
                .open();
    }

    @Override
    public String getPageTitle() {
        return say("page.projects");
    }
}
