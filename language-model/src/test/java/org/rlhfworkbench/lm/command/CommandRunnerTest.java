package org.rlhfworkbench.lm.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlhfworkbench.lm.run.RunDirectory;
import org.rlhfworkbench.lm.run.RunState;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CommandRunnerTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandRunner runner =
            new CommandRunner(List.of(CountingCommand::new), new PrintWriter(out, true), new PrintWriter(err, true));

    @TempDir
    Path folder;

    private String run;

    @BeforeEach
    void name() {
        run = folder.resolve("runs/count-1").toString();
    }

    // ---------------------------------------------------------------- runs of trainers

    @Test
    void a_run_leaves_its_whole_configuration_behind() {
        assertThat(count("--lr", "0.5")).isZero();
        JsonNode config = JsonMapper.shared().readTree(Path.of(run, "config.json"));
        assertThat(config.path("command").asString()).isEqualTo("count");
        assertThat(config.path("lr").asDouble()).isEqualTo(0.5);
        assertThat(config.path("batch-size").asInt()).isEqualTo(8);
        assertThat(config.path("data").get(0).asString())
                .isEqualTo(Path.of("x.jsonl").toAbsolutePath().toString());
        assertThat(config.path("model").asString()).isEqualTo("bundled");
        assertThat(config.propertyNames()).doesNotContain("out", "resume", "json", "help", "config");
        assertThat(state().state()).isEqualTo(RunState.Phase.FINISHED);
        assertThat(Path.of(run, "log.txt")).content().contains("count {\"command\":\"count\"");
    }

    @Test
    void a_run_that_is_there_is_left_alone() {
        count();
        assertThat(count()).isEqualTo(2);
        assertThat(err.toString()).contains("holds a run already; add --resume");
    }

    @Test
    void a_stopped_run_is_resumed_with_the_settings_it_began_with() throws IOException {
        assertThat(count("--to=7", "--stop-at=3")).isZero();
        assertThat(state().state()).isEqualTo(RunState.Phase.STOPPED);
        assertThat(runner.execute("count", "--out", run, "--resume")).isZero();
        assertThat(state().state()).isEqualTo(RunState.Phase.FINISHED);
        assertThat(Files.readAllLines(Path.of(run, "metrics.jsonl"))).hasSize(7);
    }

    @Test
    void a_changed_setting_is_refused_on_resume() {
        count("--stop-at=3");
        assertThat(runner.execute("count", "--out", run, "--resume", "--lr=0.2"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--lr was 1.0E-4 when the run began and cannot become 0.2");
        assertThat(runner.execute("count", "--out", run, "--resume", "--keep=5"))
                .isZero();
    }

    @Test
    void a_setting_changed_in_a_file_is_refused_on_resume_too() throws IOException {
        count("--stop-at=3");
        Path file = Files.writeString(folder.resolve("c.yaml"), "batch_size: 99\n");
        assertThat(runner.execute("count", "--out", run, "--resume", "--config", file.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--batch-size was 8");
    }

    @Test
    void a_finished_run_is_not_run_again() {
        count();
        assertThat(runner.execute("count", "--out", run, "--resume")).isZero();
        assertThat(err.toString()).contains("is finished already");
    }

    @Test
    void resuming_what_was_never_begun_begins_it() {
        assertThat(count("--resume")).isZero();
    }

    // ---------------------------------------------------------------- errors

    @Test
    void bad_input_is_one_line_and_exit_code_2() {
        assertThat(count("--throws=input")).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("workbench count: x.jsonl, line 3: it is odd. Make it even.\n");
        assertThat(state().state()).isEqualTo(RunState.Phase.FAILED);
        assertThat(state().message()).isEqualTo("x.jsonl, line 3: it is odd. Make it even.");
    }

    @Test
    void a_failure_is_one_line_and_exit_code_1_with_its_trace_in_the_log() {
        assertThat(count("--throws=run")).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("workbench count: It broke. It was old. Get another.\n");
        assertThat(Path.of(run, "log.txt")).content().contains("at org.rlhfworkbench.lm.command.CountingCommand");
    }

    @Test
    void a_defect_is_one_line_that_says_where() {
        assertThat(count("--throws=defect")).isEqualTo(1);
        assertThat(err.toString()).contains("IllegalStateException: two (at CountingCommand.java:");
        assertThat(err.toString().lines()).hasSize(1);
    }

    @Test
    void too_little_memory_names_the_settings_to_lower() {
        assertThat(count("--throws=memory")).isEqualTo(1);
        assertThat(state().message()).contains("Lower --batch-size or --max-length");
    }

    @Test
    void a_mistyped_option_or_command_is_answered_with_the_nearest() {
        assertThat(count("--batchsize=3")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no option \"--batchsize=3\"; did you mean --batch-size?");
        assertThat(runner.execute("cuont")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no command \"cuont\"; did you mean count?");
    }

    @Test
    void values_that_make_no_sense_are_refused_before_anything_is_written() {
        assertThat(count("--lr=0")).isEqualTo(2);
        assertThat(count("--device=tpu")).isEqualTo(2);
        assertThat(count("--precision=int4")).isEqualTo(2);
        assertThat(err.toString())
                .contains("--lr is 0.0")
                .contains("--device is \"tpu\"; use auto, cpu, cuda or cuda:1")
                .contains("--precision is \"int4\"; use float32 or bfloat16");
        assertThat(Path.of(run)).doesNotExist();
    }

    @Test
    void help_names_the_defaults() {
        assertThat(runner.execute("count", "--help")).isZero();
        assertThat(out.toString()).contains("peak learning rate (1.0E-4)").contains("--resume");
    }

    // ---------------------------------------------------------------- configuration files

    @Test
    void options_come_from_a_yaml_file_and_the_command_line_wins() throws IOException {
        Path file = Files.writeString(folder.resolve("c.yaml"), "batch_size: 3\nlr: 0.25\ndata: [a.jsonl, b.jsonl]\n");
        assertThat(runner.execute("count", "--config", file.toString(), "--out", run, "--lr=0.5"))
                .isZero();
        JsonNode config = JsonMapper.shared().readTree(Path.of(run, "config.json"));
        assertThat(config.path("batch-size").asInt()).isEqualTo(3);
        assertThat(config.path("lr").asDouble()).isEqualTo(0.5);
        assertThat(config.path("data")).hasSize(2);
    }

    @Test
    void the_configuration_of_a_run_serves_for_another() {
        count("--lr=0.25");
        String other = folder.resolve("other").toString();
        assertThat(runner.execute("count", "--config=" + run + "/config.json", "--out", other))
                .isZero();
        assertThat(Path.of(other, "config.json")).hasSameTextualContentAs(Path.of(run, "config.json"));
    }

    @Test
    void an_unknown_key_is_an_error_that_names_the_nearest() throws IOException {
        Path file = Files.writeString(folder.resolve("c.yaml"), "batchsize: 3\n");
        assertThat(count("--config", file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("there is no option \"batchsize\". Did you mean \"batch-size\"");
    }

    @Test
    void a_configuration_that_cannot_be_read_is_named_with_its_line() throws IOException {
        Path file = Files.writeString(folder.resolve("c.json"), "{\n\"lr\": }");
        assertThat(count("--config", file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("c.json, line 2");
        assertThat(count("--config", "missing.yaml")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no such file");
    }

    // ---------------------------------------------------------------- progress

    @Test
    void in_a_pipe_only_the_last_lines_are_shown() {
        count();
        assertThat(err.toString().lines()).hasSize(2);
        assertThat(err.toString()).startsWith("counting  5/5  loss 0.2000").endsWith("Counted to 5.\n");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void machines_get_json_lines() {
        count("--json");
        List<JsonNode> lines = jsonLines();
        assertThat(lines.getFirst().path("event").asString()).isEqualTo("step");
        assertThat(lines.get(lines.size() - 2).path("metrics").path("loss").asDouble())
                .isEqualTo(0.2);
        assertThat(lines.getLast().path("text").asString()).isEqualTo("Counted to 5.");
    }

    @Test
    void machines_get_errors_as_json_too() {
        count("--json", "--throws=run");
        JsonNode error = jsonLines().getLast();
        assertThat(error.path("event").asString()).isEqualTo("error");
        assertThat(error.path("exit_code").asInt()).isEqualTo(1);
    }

    // ---------------------------------------------------------------- the command runs

    @Test
    void runs_are_listed_and_shown() {
        count("--stop-at=2");
        assertThat(runs("list")).isZero();
        assertThat(out.toString()).containsPattern("count-1 +count +stopped +2/5");
        assertThat(runs("show", "count-1")).isZero();
        assertThat(out.toString()).contains("checkpoints: step 2, step 1").contains("last metrics: {\"step\":2");
    }

    @Test
    void a_run_is_resumed_by_its_name() {
        count("--stop-at=2");
        assertThat(runs("resume", "count-1")).isZero();
        assertThat(state().state()).isEqualTo(RunState.Phase.FINISHED);
    }

    @Test
    void old_checkpoints_are_pruned() {
        count();
        assertThat(Path.of(run, "checkpoints").toFile().list()).hasSize(2);
        assertThat(runs("prune", "count-1")).isZero();
        assertThat(Path.of(run, "checkpoints").toFile().list()).containsExactly("step-5");
        assertThat(out.toString()).contains("Freed");
    }

    @Test
    void stopping_what_does_not_run_says_so() {
        count();
        assertThat(runs("stop", "count-1")).isZero();
        assertThat(out.toString()).contains("No process works in");
    }

    @Test
    void an_unknown_run_is_refused() {
        assertThat(runs("show", "nothing")).isEqualTo(2);
        assertThat(runs("show")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no run here").contains("no run was named");
    }

    private int count(String... more) {
        return runner.execute(concat(new String[] {"count", "--out", run, "--data", "x.jsonl"}, more));
    }

    private int runs(String... words) {
        return runner.execute(concat(concat(new String[] {"runs"}, words), "--home", folder.toString()));
    }

    private static String[] concat(String[] words, String... more) {
        return Stream.of(words, more).flatMap(Arrays::stream).toArray(String[]::new);
    }

    private RunState state() {
        return RunDirectory.stateOf(Path.of(run));
    }

    private List<JsonNode> jsonLines() {
        return out.toString().lines().map(JsonMapper.shared()::readTree).toList();
    }
}
