package org.rlhfworkbench.ui.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.browserless.SpringBrowserlessTest;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Text;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.H1;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.feedback.models.Model;
import org.rlhfworkbench.feedback.models.ModelKind;
import org.rlhfworkbench.feedback.models.Models;
import org.rlhfworkbench.feedback.models.NewModel;
import org.rlhfworkbench.feedback.people.People;
import org.rlhfworkbench.feedback.people.Role;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.feedback.projects.Projects;
import org.rlhfworkbench.feedback.runs.NewRun;
import org.rlhfworkbench.feedback.runs.Run;
import org.rlhfworkbench.feedback.runs.RunInput;
import org.rlhfworkbench.feedback.runs.RunKind;
import org.rlhfworkbench.feedback.runs.Runs;
import org.rlhfworkbench.ui.ApplicationTest;
import org.rlhfworkbench.ui.launching.RunLauncher;
import org.rlhfworkbench.ui.security.SignedInAs;
import org.rlhfworkbench.ui.start.WorkbenchProperties;
import org.springframework.beans.factory.annotation.Autowired;

@ApplicationTest
@SignedInAs(Role.OWNER)
class RunViewsTest extends SpringBrowserlessTest {
    private static int projectsMade;

    @Autowired
    Projects projects;

    @Autowired
    People people;

    @Autowired
    Models models;

    @Autowired
    Runs runs;

    @Autowired
    RunLauncher launcher;

    @Autowired
    WorkbenchProperties properties;

    private Project project;

    @BeforeEach
    void makeProject() {
        launcher.stop();
        long owner = people.byUsername(SignedInAs.Factory.username(Role.OWNER))
                .orElseThrow()
                .id();
        project = projects.create("Views of runs " + projectsMade++, "", owner);
    }

    @Test
    void an_empty_project_says_what_a_run_is_for() {
        navigate(RunsView.class, Map.of("project", Long.toString(project.id())));

        assertThat(words()).contains("No runs yet", "Begin with fine-tuning");
    }

    @Test
    void a_failed_run_opens_on_its_explanation_and_the_way_out() {
        Run run = sft();
        runs.startNext();
        runs.fail(run.id(), "The loss is not a number. Lower --lr and resume.");

        navigate(RunView.class, Map.of("project", Long.toString(project.id()), "run", Long.toString(run.id())));

        assertThat($(H1.class).single().getText()).isEqualTo("Fine-tuning of “base”");
        assertThat(words()).contains("The run failed", "Lower --lr and resume.");
        assertThat($(Button.class).all()).extracting(Button::getText).contains("Go on from the last checkpoint");
    }

    @Test
    void a_run_that_waits_says_so_and_can_leave_the_queue() {
        Run run = sft();
        navigate(RunView.class, Map.of("project", Long.toString(project.id()), "run", Long.toString(run.id())));

        assertThat($(Button.class).all()).extracting(Button::getText).contains("Take out of the queue");
        launcher.stop(run.id());
        assertThat(runs.get(run.id()).state().isOver()).isTrue();
    }

    private Run sft() {
        Model base = models.register(new NewModel(project.id(), "base", ModelKind.BASE, "base", null, null, null, 0));
        return runs.enqueue(new NewRun(
                project.id(),
                RunKind.SFT,
                1,
                properties.runs(),
                Map.of(),
                List.of(new RunInput.OfModel("model", base.id())),
                null));
    }

    private static String words() {
        StringBuilder all = new StringBuilder();
        gather(UI.getCurrent(), all);
        return all.toString();
    }

    private static void gather(Component component, StringBuilder all) {
        all.append(
                        component instanceof Text text
                                ? text.getText()
                                : component.getElement().getText())
                .append('\n');
        component.getChildren().forEach(child -> gather(child, all));
    }
}
