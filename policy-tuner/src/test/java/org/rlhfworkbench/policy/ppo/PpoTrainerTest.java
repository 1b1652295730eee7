package org.rlhfworkbench.policy.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlhfworkbench.lm.model.AdapterSettings;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.optimisation.AdamW;
import org.rlhfworkbench.lm.optimisation.LearningRate;
import org.rlhfworkbench.lm.run.RunDirectory;
import org.rlhfworkbench.lm.tokenizer.Message;
import org.rlhfworkbench.policy.Runs;
import org.rlhfworkbench.policy.TinyModel;
import org.rlhfworkbench.reward.model.RewardModel;
import tools.jackson.databind.JsonNode;

class PpoTrainerTest {

    @TempDir
    Path folder;

    private Path model = Path.of("");
    private boolean lora;

    @BeforeEach
    void write() {
        model = TinyModel.write(folder.resolve("model"), 1);
    }

    @Test
    void in_the_first_update_nothing_has_moved() throws IOException {
        JsonNode first = Runs.metrics(train("first", settings(1, 1, 1e-3), 1)).get(1);
        assertThat(first.get("kl").asDouble()).isZero();
        assertThat(first.get("ratio").asDouble()).isCloseTo(1, within(1e-6));
        assertThat(first.get("approximate_kl").asDouble()).isCloseTo(0, within(1e-9));
        assertThat(first.get("policy_clip_fraction").asDouble()).isZero();
    }

    @Test
    void with_an_adapter_nothing_has_moved_in_the_first_update_and_the_base_serves_three_models() throws IOException {
        lora = true;
        Path run = train("first", settings(2, 2, 1e-2), 2);
        JsonNode first = Runs.metrics(run).get(1);
        assertThat(first.get("kl").asDouble()).isZero();
        assertThat(first.get("ratio").asDouble()).isCloseTo(1, within(0.2));
        assertThat(Runs.metrics(run).get(2).get("kl").asDouble()).isNotZero();
        assertThat(run.resolve("model/adapter_model.safetensors")).exists();
        assertThat(run.resolve("model/model.safetensors")).doesNotExist();
    }

    @Test
    void with_an_adapter_ratio_and_clip_fraction_begin_at_their_invariants() throws IOException {
        lora = true;
        JsonNode first = Runs.metrics(train("first", settings(1, 1, 1e-3), 1)).get(1);
        assertThat(first.get("kl").asDouble()).isZero();
        assertThat(first.get("ratio").asDouble()).isCloseTo(1, within(1e-6));
        assertThat(first.get("approximate_kl").asDouble()).isCloseTo(0, within(1e-9));
        assertThat(first.get("policy_clip_fraction").asDouble()).isZero();
    }

    @Test
    void a_stopped_and_resumed_adapter_equals_an_uninterrupted_one_bit_for_bit() throws IOException {
        lora = true;
        PpoSettings settings = settings(4, 2, 3e-3);
        Path whole = train("whole", settings, 4);
        Path halves = train("halves", settings, 2);
        train("halves", settings, 4);
        assertThat(halves.resolve("model/adapter_model.safetensors"))
                .hasSameBinaryContentAs(whole.resolve("model/adapter_model.safetensors"));
        assertThat(Runs.metrics(halves)).isEqualTo(Runs.metrics(whole));
        assertThat(halves.resolve("rollouts.jsonl")).hasSameTextualContentAs(whole.resolve("rollouts.jsonl"));
    }

    @Test
    void a_stopped_and_resumed_run_equals_an_uninterrupted_one_bit_for_bit() throws IOException {
        PpoSettings settings = settings(4, 2, 3e-3);
        Path whole = train("whole", settings, 4);
        Path halves = train("halves", settings, 2);
        assertThat(Runs.metrics(halves)).hasSize(3);
        train("halves", settings, 4);
        assertThat(halves.resolve("model/model.safetensors"))
                .hasSameBinaryContentAs(whole.resolve("model/model.safetensors"));
        assertThat(Runs.metrics(halves)).isEqualTo(Runs.metrics(whole));
        assertThat(halves.resolve("rollouts.jsonl")).hasSameTextualContentAs(whole.resolve("rollouts.jsonl"));
        assertThat(halves.resolve("evaluation.json")).hasSameTextualContentAs(whole.resolve("evaluation.json"));
    }

    @Test
    void the_score_rises_and_the_policy_leaves_its_reference() throws IOException {
        List<JsonNode> metrics = Runs.metrics(train("learned", settings(25, 2, 1e-2), 25));
        double before = metrics.get(1).get("score").asDouble();
        double after = metrics.getLast().get("score").asDouble();
        assertThat(after - before).isGreaterThan(0.5);
        assertThat(metrics.getLast().get("kl").asDouble()).isGreaterThan(0.1);
    }

    @Test
    void samples_of_held_out_prompts_are_kept_with_score_and_kl() throws IOException {
        List<String> lines =
                Files.readAllLines(train("samples", settings(2, 1, 1e-3), 2).resolve("rollouts.jsonl"));
        assertThat(lines).hasSize(2 * 2);
        assertThat(lines.getFirst()).startsWith("{\"step\":0,\"prompt_id\":").contains("\"kl\":0.0");
    }

    private Path train(String name, PpoSettings settings, int stopAfter) {
        Path path = folder.resolve(name);
        LanguageModel loaded = TinyModel.load(model);
        try (LanguageModel policy = lora ? loaded.adapted(new AdapterSettings(4, 8, List.of()), 1) : loaded;
                LanguageModel reference = policy.reference();
                RewardModel reward = RewardModel.on(policy, 3);
                ActorCritic actor = new ActorCritic(policy);
                RunDirectory run = Runs.open(path, "ppo")) {
            assertThat(reference.weights() == policy.weights()).isEqualTo(lora);
            assertThat(reward.trunk().weights() == policy.weights()).isEqualTo(lora);
            reward.normalise(-2, 1); // An ended response scores near 2, an unfinished one −1.
            List<PpoPrompt> prompts = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                String text = "tell me ".substring(0, 2 + i);
                prompts.add(new PpoPrompt("p" + i, text, policy.template().prompt(List.of(Message.user(text)))));
            }
            PpoPrompts split = PpoPrompts.split(prompts, 0.3, settings.episodes(), settings.seed());
            try (PpoTrainer trainer = new PpoTrainer(actor, reference, reward, split, settings)) {
                Runs.stopAfter(run, stopAfter);
                if (trainer.run(run)) {
                    run.writeEvaluation(trainer.evaluate(reference));
                    policy.save(run.model());
                    run.finished();
                } else {
                    run.stopped();
                }
            }
        }
        return path;
    }

    static PpoSettings settings(int updates, int epochs, double rate) {
        return new PpoSettings(
                updates,
                16,
                epochs == 1 ? 1 : 2,
                epochs,
                6,
                new LearningRate(rate, 0, updates, LearningRate.Decay.CONSTANT),
                new AdamW.Settings(0.9, 0.95, 1e-8, 0, 1),
                new KlController.Adaptive(0.05, 2, 100),
                new PpoLoss.Settings(0.2, 0.2, 0.1),
                1,
                0.95,
                false,
                0.9,
                12,
                0,
                ResponseEnd.END_TOKEN,
                -1,
                1000,
                2,
                11);
    }
}
