package org.rlhfworkbench.ui.projects;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import org.rlhfworkbench.feedback.example.ExampleProject;
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
    private final transient ExampleProject example;

    ProjectsView(Projects projects, SignedIn signedIn, ExampleProject example) {
        this.projects = projects;
        this.example = example;
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
        Button open = new Button(say("projects.example"));
        open.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        open.setDisableOnClick(true);
        open.addClickListener(pressed ->
                go(example.create(say("projects.example-name"), say("projects.example-description"), signedIn.id())));
        Div acts = new Div(open, create);
        acts.addClassName("acts");
        add(new EmptyState(say("projects.welcome"), say("projects.welcome-help"), acts));
    }

    private static void go(Project project) {
        UI.getCurrent().navigate(Paths.in(project.id(), Paths.OVERVIEW));
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
        new NewProjectDialog((name, description) -> go(projects.create(name, description, signedIn.id()))).open();
    }

    @Override
    public String getPageTitle() {
        return say("page.projects");
    }
}
