package org.rlhfworkbench.policy.finetuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlhfworkbench.lm.architecture.Tensors;
import org.rlhfworkbench.lm.data.BadInput;
import org.rlhfworkbench.lm.model.AdapterSettings;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.optimisation.AdamW;
import org.rlhfworkbench.lm.optimisation.LearningRate;
import org.rlhfworkbench.lm.run.RunDirectory;
import org.rlhfworkbench.lm.tokenizer.TokenizerException;
import org.rlhfworkbench.policy.Runs;
import org.rlhfworkbench.policy.TinyModel;
import tools.jackson.databind.JsonNode;

class FineTunerTest {

    private static final int STEPS = 8;

    private static final AdapterSettings ADAPTER = new AdapterSettings(4, 8, List.of());

    @TempDir
    Path folder;

    private Path model = Path.of("");
    private Path data = Path.of("");
    private boolean lora;

    @BeforeEach
    void write() throws IOException {
        model = TinyModel.write(folder.resolve("model"), 1);
        data = Files.writeString(folder.resolve("data.jsonl"), """
                {"prompt": "a?", "completion": "aaaa"}
                {"prompt": "b?", "completion": "bbbbbbbb"}
                {"prompt": "c?", "completion": "cc"}
                {"prompt": "d?", "completion": "dddddd"}
                {"prompt": "e?", "completion": "eeeee"}
                """);
    }

    @Test
    void one_batch_can_be_learned_by_heart() throws IOException {
        List<JsonNode> metrics = Runs.metrics(train("learned", 120, 120, 0, 2e-2));
        assertThat(metrics.get(1).get("loss").asDouble()).isGreaterThan(4);
        assertThat(metrics.getLast().get("loss").asDouble()).isLessThan(0.2);
    }

    @Test
    void a_stopped_and_resumed_run_equals_an_uninterrupted_one_bit_for_bit() throws IOException {
        Path whole = train("whole", STEPS, STEPS, 0.4, 1e-2);
        Path halves = train("halves", STEPS, STEPS / 2, 0.4, 1e-2);
        assertThat(Runs.metrics(halves)).hasSize(1 + STEPS / 2);
        train("halves", STEPS, STEPS, 0.4, 1e-2);
        assertThat(halves.resolve("model/model.safetensors"))
                .hasSameBinaryContentAs(whole.resolve("model/model.safetensors"));
        assertThat(Runs.metrics(halves)).isEqualTo(Runs.metrics(whole));
    }

    @Test
    void an_adapter_learns_one_batch_and_leaves_the_base_as_it_is() throws IOException {
        LanguageModel loaded = TinyModel.load(model);
        loaded.weights().get(Tensors.EMBEDDING).muli(40); // The output of a frozen small one is all but even.
        try (LanguageModel policy = loaded.adapted(ADAPTER, 1);
                LanguageModel before = policy.copy()) {
            List<JsonNode> metrics = Runs.metrics(train(policy, "learned", 80, 80, 0, 1e-2));
            assertThat(metrics.getLast().get("loss").asDouble())
                    .isLessThan(metrics.get(1).get("loss").asDouble() / 2);
            assertThat(policy.trainable().names()).hasSize(2 * 7 * 2).allMatch(name -> name.contains(".lora_"));
            before.weights()
                    .asMap()
                    .forEach((name, array) -> assertThat(
                                    policy.weights().get(name).toFloatArray())
                            .as(name)
                            .isEqualTo(array.toFloatArray()));
        }
    }

    @Test
    void a_stopped_and_resumed_adapter_equals_an_uninterrupted_one_and_its_checkpoints_hold_nothing_else()
            throws IOException {
        lora = true;
        Path whole = train("whole", STEPS, STEPS, 0.4, 1e-2);
        Path halves = train("halves", STEPS, STEPS / 2, 0.4, 1e-2);
        Path checkpoint = halves.resolve("checkpoints/step-" + STEPS / 2 + "/model.safetensors");
        assertThat(Files.size(checkpoint)).isLessThan(Files.size(model.resolve("model.safetensors")));
        train("halves", STEPS, STEPS, 0.4, 1e-2);
        assertThat(halves.resolve("model/adapter_model.safetensors"))
                .hasSameBinaryContentAs(whole.resolve("model/adapter_model.safetensors"));
        assertThat(Runs.metrics(halves)).isEqualTo(Runs.metrics(whole));
    }

    @Test
    void the_end_of_turn_is_learned_and_what_the_user_says_is_not() {
        try (LanguageModel policy = TinyModel.load(model)) {
            Dialogues dialogues = Dialogues.read(data, policy.template(), 96);
            assertThat(dialogues.training()).hasSize(5);
            assertThat(dialogues.training().getFirst().assistantTokens()).isEqualTo("aaaa".length() + 1);
        }
    }

    @Test
    void a_file_whose_answers_never_end_within_the_greatest_length_is_refused() {
        try (LanguageModel policy = TinyModel.load(model)) {
            assertThatThrownBy(() -> Dialogues.read(data, policy.template(), 8))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("never learn to end");
        }
    }

    @Test
    void a_template_that_is_sampled_otherwise_than_trained_is_refused_before_any_line() throws IOException {
        Files.writeString(
                model.resolve("chat_template.jinja"),
                "{% for m in messages %}<|im_start|>{{ m.content }}<|im_end|>{% endfor %}"
                        + "{% if add_generation_prompt %}<|im_start|>Well, {% endif %}");
        try (LanguageModel policy = TinyModel.load(model)) {
            assertThatThrownBy(() -> Dialogues.read(data, policy.template(), 96))
                    .isInstanceOf(TokenizerException.class)
                    .hasMessageContaining("chat_template.jinja")
                    .hasMessageContaining("add_generation_prompt");
        }
    }

    @Test
    void a_dialogue_that_the_template_refuses_is_named() throws IOException {
        Files.writeString(
                model.resolve("chat_template.jinja"),
                "{% for m in messages %}{% if m.role == 'user' and 'Hello' not in m.content %}"
                        + "{{ raise_exception('Greet first!') }}{% endif %}{{ m.content }}<|im_end|>{% endfor %}");
        try (LanguageModel policy = TinyModel.load(model)) {
            assertThatThrownBy(() -> Dialogues.read(data, policy.template(), 96))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("Greet first!")
                    .hasMessageContaining("\"line 1\"");
        }
    }

    private Path train(String name, int steps, int stopAfter, double mixShare, double rate) {
        LanguageModel loaded = TinyModel.load(model);
        try (LanguageModel policy = lora ? loaded.adapted(ADAPTER, 1) : loaded) {
            return train(policy, name, steps, stopAfter, mixShare, rate);
        }
    }

    private Path train(LanguageModel policy, String name, int steps, int stopAfter, double mixShare, double rate) {
        Path path = folder.resolve(name);
        FineTuner.Settings settings = new FineTuner.Settings(
                steps,
                4,
                3,
                mixShare,
                new LearningRate(rate, 2, steps, LearningRate.Decay.COSINE),
                new AdamW.Settings(0.9, 0.95, 1e-8, 0, 1),
                3,
                5);
        try (RunDirectory run = Runs.open(path, "sft")) {
            Dialogues dialogues = Dialogues.read(data, policy.template(), 96).holdingOut(0.2, 1);
            try (FineTuner tuner = new FineTuner(policy, dialogues, dialogues.training(), settings)) {
                Runs.stopAfter(run, stopAfter);
                if (tuner.run(run)) {
                    policy.save(run.model());
                    run.finished();
                } else {
                    run.stopped();
                }
            }
        }
        return path;
    }
}
