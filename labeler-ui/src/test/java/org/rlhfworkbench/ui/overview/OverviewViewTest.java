package org.rlhfworkbench.ui.overview;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.browserless.SpringBrowserlessTest;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
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
import org.rlhfworkbench.ui.security.SignedInAs;
import org.springframework.beans.factory.annotation.Autowired;

@ApplicationTest
@SignedInAs(Role.OWNER)
class OverviewViewTest extends SpringBrowserlessTest {

    @Autowired
    OwnersProject owners;

    @Autowired
    Runs runs;

    @BeforeEach
    void holdRuns() {
        owners.holdRuns();
    }

    @AfterEach
    void letRunsGo() {
        owners.letRunsGo();
    }

    @Test
    void an_empty_project_begins_with_prompts() {
        open(owners.empty());

        assertThat(Page.words()).contains("Begin with prompts", "This project has none yet.");
        assertThat($(Anchor.class).all()).extracting(Anchor::getText).contains("Add prompts");
    }

    @Test
    void the_example_leads_to_its_first_policy() {
        open(owners.example());

        assertThat(Page.words()).contains("Enough demonstrations to train a policy");
    }

    @Test
    void a_run_that_waits_is_watched_and_one_that_failed_is_looked_at() {
        Project project = owners.example();
        Run run = owners.sft(project);
        open(project);
        assertThat(Page.words()).contains("The policy is being trained", "waits for its turn");

        runs.fail(run.id(), "The loss is not a number. Lower --lr and resume.");
        open(project);

        assertThat(Page.words()).contains(run.name() + " failed", "Lower --lr and resume.");
        assertThat($(Button.class).all()).extracting(Button::getText).contains("Start " + run.name() + " again");
    }

    private void open(Project project) {
        navigate(OverviewView.class, Map.of("project", Long.toString(project.id())));
    }
}
