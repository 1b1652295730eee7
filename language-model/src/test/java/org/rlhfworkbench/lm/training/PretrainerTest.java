package org.rlhfworkbench.lm.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlhfworkbench.lm.architecture.ModelConfig;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.model.Precision;
import org.rlhfworkbench.lm.optimisation.AdamW;
import org.rlhfworkbench.lm.optimisation.LearningRate;
import org.rlhfworkbench.lm.run.Checkpoint;
import org.rlhfworkbench.lm.run.RunDirectory;
import org.rlhfworkbench.lm.run.RunFailure;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class PretrainerTest {

    private static final ModelConfig CONFIG = ModelConfig.causal(24, 16, 32, 2, 2, 1, 16);

    @TempDir
    Path folder;

    @Test
    void a_stopped_and_resumed_run_equals_an_uninterrupted_one_bit_for_bit() throws IOException {
        Map<String, float[]> straight = train("straight", 8, step -> {});
        try (RunDirectory run = open("halves");
                LanguageModel model = model();
                Pretrainer trainer = trainer(model, 8)) {
            run.progress().tell(update -> {
                if (update.step() == 3) {
                    run.stopRequest().request();
                }
            });
            assertThat(trainer.run(run, false)).isFalse();
            assertThat(run.checkpoints().newestWhole().map(Checkpoint::step)).contains(4L);
        }
        assertThat(metrics("halves")).hasSize(5);
        assertSame(train("halves", 8, step -> {}), straight);
        assertThat(metrics("halves")).isEqualTo(metrics("straight"));
    }

    @Test
    void a_killed_and_resumed_run_equals_an_uninterrupted_one_bit_for_bit() throws IOException {
        Map<String, float[]> straight = train("straight", 8, step -> {});
        assertThatThrownBy(() -> train("killed", 8, step -> {
                    if (step == 5) {
                        throw new IllegalStateException("killed");
                    }
                }))
                .hasMessage("killed");
        assertThat(metrics("killed")).hasSize(6);
        assertSame(train("killed", 8, step -> {}), straight);
        assertThat(metrics("killed")).isEqualTo(metrics("straight"));
    }

    @Test
    void gradients_gathered_in_small_batches_are_those_of_the_whole_one() throws IOException {
        Map<String, float[]> small = train("small", 3, step -> {});
        Map<String, float[]> whole;
        try (RunDirectory run = open("whole");
                LanguageModel model = model();
                Pretrainer trainer = new Pretrainer(model, mixture(), blocks(2, 9), settings(3, 6))) {
            trainer.run(run, false);
            whole = values(model);
        }
        small.forEach((name, values) ->
                assertThat(values).usingComparatorWithPrecision(1e-4f).containsExactly(whole.get(name)));
    }

    @Test
    void the_loss_falls_on_a_small_text() throws IOException {
        train("run", 60, step -> {});
        List<JsonNode> metrics = metrics("run");
        assertThat(metrics.getFirst().path("held_out_loss").asDouble()).isGreaterThan(3);
        assertThat(metrics.getLast().path("loss").asDouble()).isLessThan(1);
        assertThat(metrics.getLast().path("held_out_loss").asDouble()).isLessThan(1);
        assertThat(metrics.get(7).propertyNames()).contains("step", "loss", "learning_rate", "gradient_norm");
    }

    @Test
    void a_loss_that_is_no_number_stops_the_run_with_an_explanation_and_spares_the_checkpoint() {
        try (RunDirectory run = open("run");
                LanguageModel model = model();
                Pretrainer trainer = trainer(model, 8)) {
            run.progress().tell(update -> {
                if (update.step() == 5) {
                    model.weights().get("final_norm.weight").muli(Float.NaN);
                }
            });
            assertThatThrownBy(() -> trainer.run(run, false))
                    .isInstanceOf(RunFailure.class)
                    .hasMessage("The loss of step 6 is NaN. The learning rate is likely too high."
                            + " Begin another run with a lower --lr; this one keeps its last good checkpoint.");
            assertThat(run.checkpoints().newestWhole().map(Checkpoint::step)).contains(4L);
        }
    }

    @Test
    void a_hundred_steps_leave_no_array_behind() throws IOException {
        List<Integer> counts = new ArrayList<>();
        try (RunDirectory run = open("run");
                LanguageModel model = model();
                Pretrainer trainer = trainer(model, 110)) {
            run.progress().tell(update -> {
                if (update.step() % 100 == 10) {
                    counts.add(
                            ((BaseNDManager) model.manager()).getManagedArrays().size());
                }
            });
            trainer.run(run, false);
        }
        assertThat(counts).hasSize(2);
        assertThat(counts.get(1)).isEqualTo(counts.get(0));
    }

    // ---------------------------------------------------------------- fixtures

    /** Trains in a folder, resuming what is there; the weights at the end. */
    private Map<String, float[]> train(String name, int steps, LongConsumer afterStep) {
        boolean resume = Files.exists(folder.resolve(name));
        try (RunDirectory run = open(name);
                LanguageModel model = model();
                Pretrainer trainer = trainer(model, steps)) {
            run.progress().tell(update -> afterStep.accept(update.step()));
            assertThat(trainer.run(run, resume)).isTrue();
            return values(model);
        }
    }

    private RunDirectory open(String name) {
        return RunDirectory.open(
                folder.resolve(name), "pretrain", JsonMapper.shared().createObjectNode(), 2);
    }

    private static LanguageModel model() {
        NDManager manager = NDManager.newBaseManager();
        return new LanguageModel(
                Path.of("tiny"),
                CONFIG.toJson(),
                CONFIG,
                Initialization.draw(CONFIG, manager, 1),
                null,
                null,
                Precision.FLOAT32);
    }

    private static Pretrainer trainer(LanguageModel model, int steps) {
        return new Pretrainer(model, mixture(), blocks(2, 9), settings(steps, 4));
    }

    private static Pretrainer.Settings settings(int steps, int microBatch) {
        LearningRate rate = new LearningRate(2e-2, 2, steps, LearningRate.Decay.COSINE);
        return new Pretrainer.Settings(steps, 6, microBatch, rate, AdamW.Settings.usual(), Math.max(2, steps / 4));
    }

    private static Mixture mixture() {
        return new Mixture(
                List.of(new TokenStream(blocks(30, 1), 13, 1), new TokenStream(blocks(20, 2), 13, 2)),
                new double[] {2, 1},
                3);
    }

    /** Counting from a random number on. */
    private static List<int[]> blocks(int count, long seed) {
        Random random = new Random(seed);
        List<int[]> blocks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int[] block = new int[13];
            block[0] = random.nextInt(20);
            for (int t = 1; t < block.length; t++) {
                block[t] = (block[t - 1] + 1) % 20;
            }
            blocks.add(block);
        }
        return blocks;
    }

    private static Map<String, float[]> values(LanguageModel model) {
        Map<String, float[]> values = new LinkedHashMap<>();
        model.weights().asMap().forEach((name, array) -> values.put(name, array.toFloatArray()));
        return values;
    }

    private static void assertSame(Map<String, float[]> found, Map<String, float[]> expected) {
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        found.forEach((name, values) -> assertThat(values).as(name).isEqualTo(expected.get(name)));
    }

    private List<JsonNode> metrics(String name) throws IOException {
        return Files.readAllLines(folder.resolve(name).resolve("metrics.jsonl")).stream()
                .map(line -> {
                    ObjectNode json = (ObjectNode) JsonMapper.shared().readTree(line);
                    json.remove("tokens_per_second");
                    return (JsonNode) json;
                })
                .toList();
    }
}
