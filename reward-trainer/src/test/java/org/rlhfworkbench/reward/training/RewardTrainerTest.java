package org.rlhfworkbench.reward.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlhfworkbench.lm.model.AdapterSettings;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.optimisation.AdamW;
import org.rlhfworkbench.lm.optimisation.LearningRate;
import org.rlhfworkbench.lm.run.RunDirectory;
import org.rlhfworkbench.reward.TinyModel;
import org.rlhfworkbench.reward.model.RewardModel;
import org.rlhfworkbench.reward.ranking.Comparisons;
import org.rlhfworkbench.reward.ranking.Ties;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RewardTrainerTest {

    private static final int STEPS = 6;

    @TempDir
    Path folder;

    private boolean lora;

    @Test
    void one_batch_can_be_learned_by_heart() throws IOException {
        Path run = train("learned", 60, 60);
        JsonNode last = metrics(run).getLast();
        assertThat(last.get("accuracy").asDouble()).isEqualTo(1);
        assertThat(last.get("loss").asDouble()).isLessThan(0.1);
    }

    @Test
    void a_stopped_and_resumed_run_equals_an_uninterrupted_one_bit_for_bit() throws IOException {
        Path whole = train("whole", STEPS, STEPS);
        Path halves = train("halves", STEPS, STEPS / 2);
        assertThat(metrics(halves)).hasSize(1 + STEPS / 2);
        train("halves", STEPS, STEPS);
        assertThat(halves.resolve("model/model.safetensors"))
                .hasSameBinaryContentAs(whole.resolve("model/model.safetensors"));
        assertThat(metrics(halves)).isEqualTo(metrics(whole));
    }

    @Test
    void an_adapter_and_its_head_learn_one_batch_by_heart_and_resume_bit_for_bit() throws IOException {
        lora = true;
        Path run = train("learned", 60, 60);
        assertThat(metrics(run).getLast().get("accuracy").asDouble()).isEqualTo(1);
        Path whole = train("whole", STEPS, STEPS);
        train("halves", STEPS, STEPS / 2);
        Path halves = train("halves", STEPS, STEPS);
        assertThat(halves.resolve("model/adapter_model.safetensors"))
                .hasSameBinaryContentAs(whole.resolve("model/adapter_model.safetensors"));
        assertThat(metrics(halves)).isEqualTo(metrics(whole));
    }

    /** Trains and stops after {@code stopAfter} steps, as a request that comes in between would. */
    private Path train(String name, int steps, int stopAfter) {
        Path path = folder.resolve(name);
        RewardTrainer.Settings settings = new RewardTrainer.Settings(
                steps,
                4,
                8,
                new LearningRate(2e-2, 0, steps, LearningRate.Decay.LINEAR),
                new AdamW.Settings(0.9, 0.95, 1e-8, 0, 1),
                3,
                7);
        LanguageModel base = TinyModel.create(folder, 1);
        try (LanguageModel trunk = lora ? base.adapted(new AdapterSettings(4, 8, List.of()), 1) : base;
                RewardModel model = RewardModel.on(trunk, 2);
                RunDirectory run =
                        RunDirectory.open(path, "reward", JsonMapper.shared().createObjectNode(), 2);
                RewardTrainer trainer = new RewardTrainer(model, examples(4, 1), examples(3, 2), settings)) {
            if (stopAfter < steps) {
                stopAt(run, stopAfter);
            }
            boolean done = trainer.run(run);
            assertThat(done).isEqualTo(stopAfter == steps);
            if (done) {
                model.save(run.model());
                run.finished();
            } else {
                run.stopped();
            }
        }
        return path;
    }

    private static void stopAt(RunDirectory run, int step) {
        run.progress().tell(update -> {
            if (update.step() >= step) {
                run.stopRequest().request();
            }
        });
    }

    private static List<RewardExample> examples(int count, long seed) {
        Random random = new Random(seed);
        List<RewardExample> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<int[]> rows = new ArrayList<>();
            for (int response = 0; response < 3; response++) {
                rows.add(random.ints(3 + random.nextInt(8), 4, 40).toArray());
            }
            examples.add(new RewardExample(
                    rows, Comparisons.implied(3, List.of(List.of(1), List.of(2), List.of(0)), Ties.DROP)));
        }
        return examples;
    }

    private static List<JsonNode> metrics(Path run) throws IOException {
        return Files.readAllLines(run.resolve("metrics.jsonl")).stream()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
    }
}
