package org.rlhfworkbench.policy.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlhfworkbench.policy.Runs;
import org.rlhfworkbench.policy.TinyModel;

/** Kills each trainer's process at random moments, resumes it each time, and compares with a run left in peace. */
@Tag("soak")
class KilledTrainersTest {

    private static final int KILLS = 4;

    @TempDir
    Path folder;

    private Path base = Path.of("");
    private Path pairs = Path.of("");

    @BeforeEach
    void write() throws IOException {
        base = TinyModel.write(folder.resolve("base"), 1);
        pairs = lines("pairs.jsonl", "{'prompt':'p%d','chosen':'good','rejected':'bad %d'}", 40);
    }

    @Test
    void a_killed_fine_tuning_run_ends_like_one_left_in_peace() throws Exception {
        Path data = lines("demonstrations.jsonl", "{'prompt':'p%d','completion':'answer %d'}", 40);
        survives("sft", "--model", base, "--data", data, "--epochs", "60");
    }

    @Test
    void a_killed_reward_run_ends_like_one_left_in_peace() throws Exception {
        survives("reward", "--model", base, "--data", pairs, "--epochs", "60");
    }

    @Test
    void a_killed_ppo_run_ends_like_one_left_in_peace() throws Exception {
        Path reward = folder.resolve("reward");
        finish("reward", "--model", base, "--data", pairs, "--out", reward);
        Path prompts = lines("prompts.jsonl", "{'id':'%d','prompt':'p%d'}", 10);
        survives(
                "ppo",
                "--policy",
                base,
                "--reward",
                reward,
                "--prompts",
                prompts,
                "--batch-size",
                "8",
                "--max-steps",
                "40",
                "--max-new-tokens",
                "16");
    }

    private void survives(Object... command) throws Exception {
        Path peaceful = folder.resolve("peaceful");
        Path killed = folder.resolve("killed");
        long begin = System.nanoTime();
        finish(with(command, "--out", peaceful));
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        Random random = new Random(7);
        for (int i = 0; i < KILLS; i++) {
            Process process = start(with(command, "--out", killed, "--resume"));
            process.waitFor(random.nextLong(millis), TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
        }
        finish(with(command, "--out", killed, "--resume"));
        assertThat(killed.resolve("model/model.safetensors"))
                .hasSameBinaryContentAs(peaceful.resolve("model/model.safetensors"));
        assertThat(Runs.metrics(killed)).isEqualTo(Runs.metrics(peaceful));
    }

    private static Object[] with(Object[] command, Object... more) {
        List<Object> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(more));
        return all.toArray();
    }

    private static void finish(Object... command) throws Exception {
        assertThat(start(command).waitFor()).isZero();
    }

    private static Process start(Object... command) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "--enable-native-access=ALL-UNNAMED",
                Workbench.class.getName()));
        for (Object word : command) {
            line.add(word.toString());
        }
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private Path lines(String name, String pattern, int count) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            lines.append(pattern.replace('\'', '"').formatted(i, i)).append('\n');
        }
        return Files.writeString(folder.resolve(name), lines);
    }
}
