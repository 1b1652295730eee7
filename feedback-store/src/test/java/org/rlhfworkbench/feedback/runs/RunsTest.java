package org.rlhfworkbench.feedback.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlhfworkbench.feedback.FeedbackException.WrongState;
import org.rlhfworkbench.feedback.Fixtures;
import org.rlhfworkbench.feedback.StoreTest;
import org.rlhfworkbench.feedback.models.Models;
import org.springframework.beans.factory.annotation.Autowired;

@StoreTest
class RunsTest {

    @Autowired
    Fixtures fixtures;

    @Autowired
    Runs runs;

    @Autowired
    Models models;

    long project;

    @BeforeEach
    void aProject() {
        project = fixtures.project().id();
    }

    @Test
    void runs_are_numbered_by_kind_and_start_one_after_the_other() {
        Run first = enqueue(RunKind.SFT);
        Run second = enqueue(RunKind.SFT);
        assertThat(first.name()).isEqualTo("sft-1");
        assertThat(second.name()).isEqualTo("sft-2");
        assertThat(first.folder()).isEqualTo(Path.of("runs", "sft-1").toString());

        assertThat(runs.startNext().orElseThrow().name()).isEqualTo("sft-1");
        assertThat(runs.startNext()).isEmpty();
        assertThat(runs.running()).extracting(Run::name).containsExactly("sft-1");

        runs.finish(first.id(), "{\"loss\":{\"value\":1.5}}");
        assertThat(runs.startNext().orElseThrow().name()).isEqualTo("sft-2");
        assertThat(runs.get(first.id()).state()).isEqualTo(RunState.FINISHED);
        assertThat(runs.get(first.id()).endedAt()).isNotNull();
    }

    @Test
    void a_folder_that_is_left_from_another_database_is_not_taken_for_a_new_run(@TempDir Path folder)
            throws IOException {
        Files.createDirectories(folder.resolve("sft-1"));

        Run run = runs.enqueue(new NewRun(project, RunKind.SFT, 1, folder, Map.of(), List.of(), null));

        assertThat(run.name()).isEqualTo("sft-2");
    }

    @Test
    void a_stopped_run_goes_on_from_its_checkpoint_at_the_end_of_the_queue() {
        Run first = enqueue(RunKind.SFT);
        Run second = enqueue(RunKind.REWARD);
        runs.startNext();
        runs.stop(first.id(), "stopped by the owner");

        Run again = runs.resume(first.id());

        assertThat(again.resuming()).isTrue();
        assertThat(runs.queued()).extracting(Run::id).containsExactly(second.id(), first.id());
        runs.moveToFront(first.id());
        assertThat(runs.startNext().orElseThrow().id()).isEqualTo(first.id());
    }

    @Test
    void a_finished_run_does_not_go_on() {
        Run run = enqueue(RunKind.SFT);
        runs.startNext();
        runs.finish(run.id(), null);

        assertThatThrownBy(() -> runs.resume(run.id()))
                .isInstanceOf(WrongState.class)
                .hasMessageContaining("has not failed");
    }

    @Test
    void what_went_in_is_kept_in_order() {
        long base = models.registerBase("stories-base", "models/stories-base").id();
        Run run = enqueue(RunKind.SFT);
        List<RunInput> inputs = List.of(
                new RunInput.OfModel("model", base),
                new RunInput.OfFile("data", "runs/sft-1/data/demonstrations.jsonl", "ab".repeat(32), 42));

        runs.setInputs(run.id(), inputs);

        assertThat(runs.get(run.id()).inputs()).isEqualTo(inputs);
        assertThat(runs.get(run.id()).parameters()).containsEntry("lr", "1e-5");
    }

    @Test
    void a_run_that_goes_on_keeps_when_it_first_began_and_forgets_why_it_ended() {
        Run run = enqueue(RunKind.PPO);
        Instant began = runs.startNext().orElseThrow().startedAt();
        runs.fail(run.id(), "The disk is full.");
        runs.resume(run.id());

        Run again = runs.startNext().orElseThrow();

        assertThat(again.startedAt()).isEqualTo(began);
        assertThat(again.message()).isNull();
        assertThat(again.endedAt()).isNull();
    }

    @Test
    void a_failure_says_why() {
        Run run = enqueue(RunKind.PPO);
        runs.startNext();

        runs.fail(run.id(), "The loss became NaN. Lower the learning rate and resume.");

        assertThat(runs.get(run.id()).message()).contains("Lower the learning rate");
    }

    private Run enqueue(RunKind kind) {
        return runs.enqueue(new NewRun(project, kind, 1, Path.of("runs"), Map.of("lr", "1e-5"), List.of(), null));
    }
}
