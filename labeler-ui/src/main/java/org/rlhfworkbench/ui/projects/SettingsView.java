package org.rlhfworkbench.ui.projects;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import org.rlhfworkbench.feedback.FeedbackException;
import org.rlhfworkbench.feedback.people.People;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.feedback.projects.Projects;
import org.rlhfworkbench.ui.security.SignedIn;
import org.rlhfworkbench.ui.shell.MainLayout;
import org.rlhfworkbench.ui.shell.Notices;
import org.rlhfworkbench.ui.shell.PageHeader;
import org.rlhfworkbench.ui.shell.Paths;
import org.rlhfworkbench.ui.shell.Refusals;

/** What the project is called, and who works in it. */
@Route(value = Paths.SETTINGS, layout = MainLayout.class)
@RolesAllowed({"ADMINISTRATOR", "OWNER"})
class SettingsView extends ProjectPage {
    private final transient Projects projects;
    private final transient People people;
    private final boolean makesAccounts;
    private final TextField name = new TextField(say("projects.name"));
    private final TextArea description = new TextArea(say("projects.description"));

    SettingsView(Projects projects, SignedIn signedIn, People people) {
        super(projects, signedIn);
        this.projects = projects;
        this.people = people;
        makesAccounts = signedIn.administrator();
        name.setMaxLength(200);
        description.setHelperText(say("projects.description-help"));
    }

    @Override
    protected void show(Project project, BeforeEnterEvent event) {
        setTitle(say("page.settings"), project);
        removeAll();
        name.setValue(project.name());
        description.setValue(project.description());
        Button save = new Button(say("project-settings.save"), pressed -> save(project));
        Section about = section(say("project-settings.about"), name, description, save);
        about.addClassName("form-section");
        add(
                new PageHeader(say("page.settings"), ""),
                about,
                section(say("project-settings.members"), new MembersPanel(project, projects, people, makesAccounts)));
    }

    private static Section section(String title, Component... content) {
        Div column = new Div(content);
        column.addClassName("fields");
        return new Section(new H2(title), column);
    }

    private void save(Project project) {
        name.setInvalid(false);
        try {
            projects.change(project.id(), name.getValue(), description.getValue());
            Notices.done(say("project-settings.saved"));
        } catch (FeedbackException refused) {
            name.setErrorMessage(Refusals.words(refused));
            name.setInvalid(true);
            name.focus();
        }
    }
}
