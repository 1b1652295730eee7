package org.rlhfworkbench.lm.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class RunDirectoryTest {

    @TempDir
    Path folder;

    @Test
    void a_run_says_where_it_stands() {
        try (RunDirectory run = open()) {
            run.progress().begin("training", 0, 10, "tokens/s");
            run.finished();
            JsonNode state = JsonMapper.shared().readTree(folder.resolve("state.json"));
            assertThat(state.propertyNames())
                    .containsExactly(
                            "kind",
                            "state",
                            "pid",
                            "stage",
                            "step",
                            "steps",
                            "rate",
                            "rate_unit",
                            "started_at",
                            "updated_at");
            assertThat(state.path("kind").asString()).isEqualTo("sft");
            assertThat(state.path("state").asString()).isEqualTo("finished");
            assertThat(state.path("stage").asString()).isEqualTo("training");
            assertThat(state.path("started_at").asString()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        }
    }

    @Test
    void a_run_that_ends_without_a_word_has_failed() {
        open().close();
        assertThat(RunDirectory.stateOf(folder).state()).isEqualTo(RunState.Phase.FAILED);
    }

    @Test
    void a_failure_keeps_its_explanation() {
        try (RunDirectory run = open()) {
            run.failed("The loss is not a number at step 3. The learning rate is too high. Lower --lr.");
        }
        assertThat(RunDirectory.stateOf(folder).message()).contains("Lower --lr");
    }

    @Test
    void a_second_use_in_the_same_process_is_refused() {
        try (RunDirectory run = open()) {
            assertThatThrownBy(this::open).isInstanceOf(RunFailure.class).hasMessageContaining("in use by process");
            assertThat(RunDirectory.isAlive(run.folder())).isTrue();
        }
        open().close();
    }

    @Test
    void a_file_in_place_of_the_folder_is_explained() throws IOException {
        Path file = Files.writeString(folder.resolve("taken"), "");
        assertThatThrownBy(() -> RunDirectory.open(file.resolve("run"), "sft", config(), 1))
                .isInstanceOf(RunFailure.class)
                .hasMessageContaining("Cannot write")
                .hasMessageContaining("--out");
    }

    @Test
    void a_full_disk_is_called_so() {
        assertThat(RunFailure.writing(folder.resolve("x"), new IOException("No space left on device")))
                .hasMessageContaining("the disk is full")
                .hasMessageContaining("MB free");
    }

    @Test
    void resuming_forgets_what_came_after_the_newest_whole_checkpoint() throws IOException {
        try (RunDirectory run = open()) {
            for (long step = 0; step <= 6; step++) {
                run.metrics().log(step, Map.of("loss", 1.0 / (step + 1)));
                run.rollouts().append(Map.of("step", step, "response", "…"));
                if (step % 2 == 0) {
                    run.checkpoint(step, dir -> Files.writeString(dir.resolve("weights"), "w"));
                }
            }
        }
        Files.writeString(folder.resolve("checkpoints/step-6/weights"), "damaged");
        Files.writeString(folder.resolve("metrics.jsonl"), "{\"step\": 7, \"los", StandardOpenOption.APPEND);
        try (RunDirectory run = open()) {
            Optional<Checkpoint> newest = run.rewind();
            assertThat(newest).map(Checkpoint::step).contains(4L);
            run.metrics().log(5, Map.of("loss", 0.5));
            run.rollouts().append(Map.of("step", 5));
        }
        assertThat(steps("metrics.jsonl")).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        assertThat(steps("rollouts.jsonl")).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        assertThat(folder.resolve("checkpoints/step-6")).doesNotExist();
    }

    @Test
    void without_a_whole_checkpoint_a_resumed_run_begins_at_the_beginning() {
        try (RunDirectory run = open()) {
            run.metrics().log(0, Map.of("loss", 2));
        }
        try (RunDirectory run = open()) {
            assertThat(run.rewind()).isEmpty();
        }
        assertThat(folder.resolve("metrics.jsonl")).isEmptyFile();
    }

    @Test
    void a_metric_that_is_no_number_is_null() throws IOException {
        try (RunDirectory run = open()) {
            run.metrics().log(1, Map.of("loss", Double.NaN));
        }
        assertThat(folder.resolve("metrics.jsonl")).hasContent("{\"step\":1,\"loss\":null}");
    }

    @Test
    void the_same_start_time_is_kept_when_a_run_is_resumed() {
        open().close();
        var first = RunDirectory.stateOf(folder).startedAt();
        open().close();
        assertThat(RunDirectory.stateOf(folder).startedAt()).isEqualTo(first);
    }

    @Test
    void provenance_names_the_bytes_that_were_read() throws IOException {
        Path data = Files.writeString(folder.resolve("data.jsonl"), "abc");
        Path model = Files.createDirectory(folder.resolve("m"));
        Files.writeString(model.resolve("config.json"), "abc");
        Path run = folder.resolve("run");
        try (RunDirectory opened = RunDirectory.open(run, "sft", config(), 1)) {
            opened.write(Provenance.of(
                    "sft",
                    7,
                    2,
                    "cpu",
                    List.of(Provenance.DataFile.of("train", data)),
                    List.of(Provenance.ParentModel.of("model", model))));
        }
        JsonNode written = JsonMapper.shared().readTree(run.resolve("provenance.json"));
        assertThat(written.at("/data/0/sha256").asString())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        // printf 'HASH  config.json\n' | sha256sum
        assertThat(written.at("/parents/0/sha256").asString())
                .isEqualTo("c35f14a225edc81f93352fd084612bfa64a780922a1da70ad1cfc1c2bc10b147");
        assertThat(written.path("seed").asLong()).isEqualTo(7);
    }

    private List<Long> steps(String file) throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve(file))) {
            return lines.map(line ->
                            JsonMapper.shared().readTree(line).path("step").asLong())
                    .toList();
        }
    }

    private RunDirectory open() {
        return RunDirectory.open(folder, "sft", config(), 10);
    }

    private static ObjectNode config() {
        return JsonMapper.shared().createObjectNode().put("command", "sft");
    }
}
