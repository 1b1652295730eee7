package org.rlhfworkbench.ui.launching;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.feedback.campaigns.CampaignKind;
import org.rlhfworkbench.feedback.campaigns.Campaigns;
import org.rlhfworkbench.feedback.campaigns.LabelForm;
import org.rlhfworkbench.feedback.campaigns.NewCampaign;
import org.rlhfworkbench.feedback.example.ExampleProject;
import org.rlhfworkbench.feedback.models.Model;
import org.rlhfworkbench.feedback.models.ModelKind;
import org.rlhfworkbench.feedback.models.Models;
import org.rlhfworkbench.feedback.people.People;
import org.rlhfworkbench.feedback.people.Role;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.feedback.runs.NewRun;
import org.rlhfworkbench.feedback.runs.Run;
import org.rlhfworkbench.feedback.runs.RunInput;
import org.rlhfworkbench.feedback.runs.RunKind;
import org.rlhfworkbench.feedback.runs.RunState;
import org.rlhfworkbench.feedback.runs.Runs;
import org.rlhfworkbench.ui.ApplicationTest;
import org.rlhfworkbench.ui.start.WorkbenchProperties;
import org.springframework.beans.factory.annotation.Autowired;

@ApplicationTest
class RunLauncherTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static int projects;

    @Autowired
    RunLauncher launcher;

    @Autowired
    Runs runs;

    @Autowired
    Models models;

    @Autowired
    Campaigns campaigns;

    @Autowired
    WorkbenchProperties properties;

    @Autowired
    People people;

    @Autowired
    ExampleProject example;

    private Project project;
    private Model base;

    @BeforeEach
    void makeProject() {
        String name = "launching" + projects++;
        long owner = people.create(name, name, Set.of(Role.OWNER)).person().id();
        project = example.create(name, "", owner);
        base = models.registerBase("fake-base", "fake-base");
    }

    @AfterEach
    void endEverything() {
        runs.queued().forEach(run -> launcher.stop(run.id()));
        runs.running().forEach(run -> launcher.stop(run.id()));
        await(() -> runs.running().isEmpty());
    }

    @Test
    void a_finished_run_leaves_a_model_that_knows_its_parent_and_its_data() throws IOException {
        Run run = launcher.start(sft(Map.of("lr", "1e-4")));

        Run finished = awaitState(run, RunState.FINISHED);

        Model model = models.ofRun(run.id()).orElseThrow();
        assertThat(model.name()).isEqualTo("policy 1");
        assertThat(model.kind()).isEqualTo(ModelKind.POLICY);
        assertThat(model.parentId()).isEqualTo(base.id());
        assertThat(finished.outcome()).contains("accuracy");
        RunInput.OfFile data = (RunInput.OfFile) finished.inputs().getLast();
        assertThat(data.sha256()).hasSize(64);
        assertThat(data.lines()).isGreaterThanOrEqualTo(40);
        assertThat(Files.readString(Path.of(run.folder(), "commands")))
                .isEqualTo("sft --model fake-base --data %s/data/demonstrations.jsonl --out %s --lr 1e-4 --json\n"
                        .formatted(run.folder(), run.folder()));
    }

    @Test
    void one_run_works_at_a_time_and_the_others_wait_in_order() {
        Run first = launcher.start(sft(Map.of()));
        Run second = launcher.start(sft(Map.of()));

        await(() -> state(first) == RunState.RUNNING);
        assertThat(state(second)).isEqualTo(RunState.QUEUED);
        awaitState(first, RunState.FINISHED);
        awaitState(second, RunState.FINISHED);
    }

    @Test
    void a_stopped_run_goes_on_where_it_stopped() throws IOException {
        Run run = launcher.start(sft(Map.of("steps", "long")));
        await(() ->
                RunFolder.of(run).status().filter(status -> status.step() >= 1).isPresent());

        launcher.stop(run.id());
        awaitState(run, RunState.STOPPED);
        long reached = RunFolder.of(run).status().orElseThrow().step();
        launcher.resume(run.id());

        awaitState(run, RunState.FINISHED);
        List<String> commands = Files.readAllLines(Path.of(run.folder(), "commands"));
        assertThat(commands).hasSize(2);
        assertThat(commands.getLast()).contains("--resume");
        assertThat(RunFolder.of(run).metrics().get("loss")).hasSize(3);
        assertThat(reached).isBetween(1L, 3L);
    }

    @Test
    void a_run_goes_on_while_the_web_application_is_away_and_is_picked_up_after() {
        Run run = launcher.start(sft(Map.of()));
        await(() -> RunFolder.of(run).status().isPresent());

        launcher.stop();
        await(() -> RunFolder.of(run).status().orElseThrow().state().equals("finished"));
        assertThat(state(run)).isEqualTo(RunState.RUNNING);
        launcher.start();

        awaitState(run, RunState.FINISHED);
        assertThat(models.ofRun(run.id())).isPresent();
    }

    @Test
    void a_killed_trainer_fails_with_the_way_out_and_resumes() {
        Run run = launcher.start(sft(Map.of()));
        await(() ->
                RunFolder.of(run).status().filter(status -> status.step() >= 1).isPresent());

        ChildProcess.runningIn(Path.of(run.folder())).orElseThrow().kill();

        Run failed = awaitState(run, RunState.FAILED);
        assertThat(failed.message()).contains("resume the run");
        launcher.resume(run.id());
        awaitState(run, RunState.FINISHED);
    }

    @Test
    void what_the_command_complains_of_before_its_work_is_the_explanation_with_the_way_out_here() {
        Run run = launcher.start(sft(Map.of("fake-fail", "usage")));

        assertThat(awaitState(run, RunState.FAILED).message())
                .contains("data/demonstrations.jsonl, line 3: the field \"groups\" is missing. Add it.")
                .contains("Change it here")
                .doesNotContain(run.folder());
    }

    @Test
    void a_failure_is_told_in_the_trainers_own_words() {
        Run run = launcher.start(sft(Map.of("fake-fail", "loss")));

        assertThat(awaitState(run, RunState.FAILED).message()).startsWith("The loss of step 1 is not a number.");
    }

    @Test
    void a_sampling_run_fills_its_campaign() {
        long campaign = campaigns
                .create(new NewCampaign(
                        project.id(),
                        "Ranking",
                        CampaignKind.RANKING,
                        1,
                        List.of(base.id()),
                        2,
                        1,
                        "",
                        LabelForm.PLAIN))
                .id();
        Run run = launcher.start(new NewRun(
                project.id(),
                RunKind.SAMPLE,
                1,
                properties.runs(),
                Map.of("k", "2", RunParameters.CAMPAIGN, Long.toString(campaign)),
                List.of(new RunInput.OfModel(RunParameters.MODEL, base.id())),
                null));

        awaitState(run, RunState.FINISHED);

        assertThat(campaigns.countItems(campaign)).isEqualTo(1);
    }

    private NewRun sft(Map<String, String> parameters) {
        return new NewRun(
                project.id(),
                RunKind.SFT,
                1,
                properties.runs(),
                parameters,
                List.of(new RunInput.OfModel(RunParameters.MODEL, base.id())),
                null);
    }

    private RunState state(Run run) {
        return runs.get(run.id()).state();
    }

    private Run awaitState(Run run, RunState state) {
        await(() -> state(run) == state);
        return runs.get(run.id());
    }

    private static void await(BooleanSupplier condition) {
        Instant end = Instant.now().plus(PATIENCE);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("still waiting").isBefore(end);
            try {
                Thread.sleep(50);
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        }
    }
}
