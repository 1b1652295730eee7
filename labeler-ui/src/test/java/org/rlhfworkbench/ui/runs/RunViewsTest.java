package org.rlhfworkbench.ui.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.browserless.SpringBrowserlessTest;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.H1;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.feedback.people.Role;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.feedback.runs.Run;
import org.rlhfworkbench.feedback.runs.Runs;
import org.rlhfworkbench.ui.ApplicationTest;
import org.rlhfworkbench.ui.OwnersProject;
import org.rlhfworkbench.ui.Page;
import org.rlhfworkbench.ui.launching.RunLauncher;
import org.rlhfworkbench.ui.security.SignedInAs;
import org.springframework.beans.factory.annotation.Autowired;

@ApplicationTest
@SignedInAs(Role.OWNER)
class RunViewsTest extends SpringBrowserlessTest {
    @Autowired
    OwnersProject owners;

    @Autowired
    Runs runs;

    @Autowired
    RunLauncher launcher;

    private Project project;

    @BeforeEach
    void makeProject() {
        owners.holdRuns();
        project = owners.empty();
    }

    @AfterEach
    void letRunsGo() {
        owners.letRunsGo();
    }

    @Test
    void an_empty_project_says_what_a_run_is_for() {
        navigate(RunsView.class, Map.of("project", Long.toString(project.id())));

        assertThat(Page.words()).contains("No runs yet", "Begin with fine-tuning");
    }

    @Test
    void a_failed_run_opens_on_its_explanation_and_the_way_out() {
        Run run = owners.sft(project);
        runs.fail(run.id(), "The loss is not a number. Lower --lr and resume.");

        navigate(RunView.class, Map.of("project", Long.toString(project.id()), "run", Long.toString(run.id())));

        assertThat($(H1.class).single().getText()).isEqualTo("Fine-tuning of “base”");
        assertThat(Page.words()).contains("The run failed", "Lower --lr and resume.");
        assertThat($(Button.class).all()).extracting(Button::getText).contains("Start it again");
    }

    @Test
    void a_run_that_waits_says_so_and_can_leave_the_queue() {
        Run run = owners.sft(project);
        navigate(RunView.class, Map.of("project", Long.toString(project.id()), "run", Long.toString(run.id())));

        assertThat($(Button.class).all()).extracting(Button::getText).contains("Take out of the queue");
        launcher.stop(run.id());
        assertThat(runs.get(run.id()).state().isOver()).isTrue();
    }
}
