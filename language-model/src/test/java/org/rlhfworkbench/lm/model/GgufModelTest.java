package org.rlhfworkbench.lm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlhfworkbench.lm.SharedData;
import org.rlhfworkbench.lm.TinyModel;
import org.rlhfworkbench.lm.checkpoint.BadCheckpoint;
import org.rlhfworkbench.lm.checkpoint.TensorType;
import org.rlhfworkbench.lm.sampling.Sampler;
import org.rlhfworkbench.lm.sampling.SamplingSettings;
import org.rlhfworkbench.lm.tokenizer.Message;
import org.rlhfworkbench.lm.tokenizer.TokenizerException;
import org.rlhfworkbench.lm.training.LanguageModelLoss;
import tools.jackson.databind.JsonNode;

class GgufModelTest {

    private static final String SMOLLM2 = "models/smollm2-135m-instruct";

    /** Of log-probabilities that Transformers computed from the same file; they have five decimals. */
    private static final double TOLERANCE = 1e-3;

    @Test
    void smollm2_gives_the_log_probabilities_and_greedy_tokens_of_transformers() {
        try (LanguageModel model = load()) {
            for (JsonNode example : SharedData.json(SMOLLM2 + "/reference.json").path("cases")) {
                int[] tokens = ints(example.path("input_ids"));
                assertThat(model.template().prompt(messages(example))).isEqualTo(tokens);
                assertClose(logProbs(model, tokens), example.path("next_token_log_probs"));
                int[] expected = ints(example.path("greedy_32"));
                assertThat(greedy(model, tokens, expected.length)).isEqualTo(expected);
                assertThat(model.tokenizer().decode(expected, false))
                        .isEqualTo(example.path("greedy_text").asString());
            }
        }
    }

    @Test
    void a_model_written_as_gguf_is_the_same_model(@TempDir Path folder) {
        Path file = folder.resolve("tiny.gguf");
        try (LanguageModel model = LanguageModel.load(TinyModel.write(folder.resolve("tiny"), 1), Device.cpu())) {
            model.saveAsGguf(file, TensorType.F32);
            try (LanguageModel again = LanguageModel.load(file, Device.cpu())) {
                assertThat(again.config()).isEqualTo(model.config());
                assertThat(again.template().marksTurns()).isTrue();
                List<Message> chat = List.of(Message.user("It's 12345 ü!"));
                assertThat(again.template().prompt(chat))
                        .isEqualTo(model.template().prompt(chat));
                assertSameWeights(again, model);
            }
        }
    }

    @Test
    void what_is_saved_of_a_model_from_gguf_is_a_whole_folder(@TempDir Path folder) {
        Path file = folder.resolve("tiny.gguf");
        Path saved = folder.resolve("saved");
        try (LanguageModel model = LanguageModel.load(TinyModel.write(folder.resolve("tiny"), 1), Device.cpu())) {
            model.saveAsGguf(file, TensorType.Q8_0);
        }
        try (LanguageModel model = LanguageModel.load(file, Device.cpu())) {
            model.save(saved);
            assertThat(saved).isDirectoryContaining("glob:**/{config,tokenizer,tokenizer_config}.json");
            try (LanguageModel again = LanguageModel.load(saved, Device.cpu())) {
                assertThat(again.config()).isEqualTo(model.config());
                assertThat(again.tokenizer().encode("a fox"))
                        .isEqualTo(model.tokenizer().encode("a fox"));
                assertThat(again.template().marksTurns()).isTrue();
                assertSameWeights(again, model);
            }
        }
    }

    @Test
    void families_and_scaled_positions_go_to_gguf_and_back(@TempDir Path folder) {
        for (String name : List.of("llama", "qwen2", "qwen3", "llama3-rope")) {
            Path file = folder.resolve(name + ".gguf");
            try (LanguageModel model = LanguageModel.load(SharedData.path("models/tiny/" + name), Device.cpu())) {
                model.saveAsGguf(file, TensorType.F32);
                try (LanguageModel again = LanguageModel.load(file, Device.cpu())) {
                    assertThat(again.config().block())
                            .as(name)
                            .isEqualTo(model.config().block());
                    assertSameWeights(again, model);
                }
            }
        }
    }

    @Test
    void what_a_gguf_file_cannot_hold_is_refused_by_name(@TempDir Path folder) {
        for (String name : List.of("gpt2", "gpt-neox", "mistral-sliding", "llama-reward")) {
            try (LanguageModel model = LanguageModel.load(SharedData.path("models/tiny/" + name), Device.cpu())) {
                assertThatThrownBy(() -> model.saveAsGguf(folder.resolve("x.gguf"), TensorType.F16))
                        .isInstanceOf(BadCheckpoint.class)
                        .hasMessageContaining("is not written to GGUF");
            }
        }
    }

    @Test
    void damaged_models_are_read_or_refused_and_nothing_else(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("tiny.gguf");
        try (LanguageModel model = LanguageModel.load(TinyModel.write(folder.resolve("tiny"), 1), Device.cpu())) {
            model.saveAsGguf(file, TensorType.F32);
        }
        byte[] good = Files.readAllBytes(file);
        int header = (int) (good.length - 4 * TinyModel.CONFIG.parameterCount());
        Random random = new Random(5);
        int refused = 0;
        for (int i = 0; i < 1000; i++) {
            byte[] damaged = good.clone();
            for (int n = random.nextInt(3); n >= 0; n--) {
                damaged[random.nextInt(header)] =
                        (byte) (random.nextBoolean() ? random.nextInt(256) : random.nextInt(5) - 2);
            }
            Files.write(file, damaged);
            try {
                LanguageModel.load(file, Device.cpu()).close();
            } catch (BadCheckpoint | TokenizerException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(300);
    }

    private static void assertSameWeights(LanguageModel found, LanguageModel expected) {
        assertThat(found.weights().names())
                .containsExactlyElementsOf(expected.weights().names());
        for (String name : expected.weights().names()) {
            assertThat(found.weights().get(name).toFloatArray())
                    .as(name)
                    .isEqualTo(expected.weights().get(name).toFloatArray());
        }
    }

    private static LanguageModel load() {
        return LanguageModel.load(ModelSource.resolve(SharedData.path(SMOLLM2).toString()), Device.cpu());
    }

    private static float[] logProbs(LanguageModel model, int[] tokens) {
        try (NDManager scope = model.manager().newSubManager()) {
            TokenBatch batch = TokenBatch.rightPadded(scope, List.of(tokens), 0);
            return LanguageModelLoss.tokenLogProbs(model.transformer(), batch, 1)
                    .toFloatArray();
        }
    }

    private static int[] greedy(LanguageModel model, int[] tokens, int count) {
        return new Sampler(model)
                .sample(List.of(tokens), new SamplingSettings(0, 0, 1, count, Set.of(), 0))
                .getFirst()
                .tokens();
    }

    private static List<Message> messages(JsonNode example) {
        return example.path("messages")
                .valueStream()
                .map(message -> new Message(
                        message.path("role").asString(), message.path("content").asString()))
                .toList();
    }

    private static int[] ints(JsonNode array) {
        return array.valueStream().mapToInt(JsonNode::asInt).toArray();
    }

    private static void assertClose(float[] found, JsonNode expected) {
        assertThat(found).hasSize(expected.size());
        for (int i = 0; i < found.length; i++) {
            assertThat((double) found[i]).isCloseTo(expected.path(i).asDouble(), within(TOLERANCE));
        }
    }
}
