package org.rlhfworkbench.lm.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class RunProcessTest {

    @TempDir
    Path folder;

    @Test
    void a_second_process_in_a_run_directory_is_refused_by_name() throws Exception {
        Process worker = worker();
        assertThat(RunDirectory.isAlive(folder)).isTrue();
        assertThatThrownBy(() -> RunDirectory.open(folder, "sft", config(), 1))
                .isInstanceOf(RunFailure.class)
                .hasMessageContaining("in use by process " + worker.pid());
        assertThat(RunDirectory.stateOf(folder).state()).isEqualTo(RunState.Phase.RUNNING);
        worker.destroyForcibly().waitFor();
    }

    @Test
    void a_killed_process_gives_the_directory_back_and_counts_as_failed() throws Exception {
        worker().destroyForcibly().waitFor();
        assertThat(RunDirectory.isAlive(folder)).isFalse();
        RunState state = RunDirectory.stateOf(folder);
        assertThat(state.state()).isEqualTo(RunState.Phase.FAILED);
        assertThat(state.message()).contains("Resume");
        RunDirectory.open(folder, "sft", config(), 1).close();
    }

    @Test
    void a_termination_signal_lets_the_run_end_in_order() throws Exception {
        Process worker = worker();
        worker.destroy();
        assertThat(worker.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(worker.exitValue()).isZero();
        assertThat(RunDirectory.stateOf(folder).state()).isEqualTo(RunState.Phase.STOPPED);
    }

    @Test
    void another_process_can_ask_for_a_stop_without_a_signal() throws Exception {
        Process worker = worker();
        RunDirectory.requestStop(folder);
        assertThat(worker.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(RunDirectory.stateOf(folder).state()).isEqualTo(RunState.Phase.STOPPED);
        assertThat(folder.resolve(StopRequest.FILE)).doesNotExist();
    }

    private Process worker() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WorksInRun.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = "";
        while (!said.contains("working") && process.isAlive()) {
            said += (char) process.getInputStream().read();
        }
        assertThat(said).contains("working");
        return process;
    }

    private static ObjectNode config() {
        return JsonMapper.shared().createObjectNode();
    }
}
