package org.rlhfworkbench.lm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rlhfworkbench.lm.SharedData;
import org.rlhfworkbench.lm.checkpoint.Safetensors;
import org.rlhfworkbench.lm.sampling.Sampler;
import org.rlhfworkbench.lm.sampling.SamplingSettings;
import org.rlhfworkbench.lm.training.LanguageModelLoss;
import tools.jackson.databind.JsonNode;

/** What Transformers computes for the same checkpoints. */
class ReferenceModelsTest {

    private static final double TOLERANCE = 1e-4;

    @Test
    void stories260k_gives_the_log_probabilities_of_transformers() {
        try (LanguageModel model = load("models/stories260K")) {
            for (JsonNode example :
                    SharedData.json("models/stories260K/reference.json").path("cases")) {
                int[] tokens = ints(example.path("input_ids"));
                assertThat(model.tokenizer().encodeWhole(example.path("text").asString()))
                        .isEqualTo(tokens);
                assertClose(logProbs(model, List.of(tokens)), floats(example.path("next_token_log_probs")));
            }
        }
    }

    @Test
    void stories260k_continues_greedily_as_transformers_does() {
        try (LanguageModel model = load("models/stories260K")) {
            for (JsonNode example :
                    SharedData.json("models/stories260K/reference.json").path("cases")) {
                int[] expected = ints(example.path("greedy_64"));
                assertThat(greedy(model, List.of(ints(example.path("input_ids"))), 64)
                                .getFirst())
                        .isEqualTo(expected);
            }
        }
    }

    /**
     * Every family, and a Llama with an adapter; the Llama is sharded, two have tied embeddings, one row of each is padded
     * on the left.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {"gpt2", "llama", "llama-lora", "llama3-rope", "mistral-sliding", "qwen2", "qwen3", "gpt-neox"})
    void a_family_gives_the_numbers_of_transformers(String name) {
        JsonNode reference = SharedData.json("models/tiny/" + name + "/reference.json");
        List<int[]> rows = unpaddedRows(reference);
        try (LanguageModel model = load("models/tiny/" + name);
                NDManager scope = model.manager().newSubManager()) {
            TokenBatch batch = TokenBatch.leftPadded(scope, rows, 0);
            NDArray hidden = model.transformer().hidden(Pass.over(batch), batch.tokens());
            NDArray logits = model.transformer().logits(hidden.get(":, -1"));
            for (int row = 0; row < rows.size(); row++) {
                assertClose(
                        logits.get(row).toFloatArray(),
                        floats(reference.path("last_logits").path(row)));
                float[] expected = floats(reference.path("next_token_log_probs").path(row));
                float[] found = logProbs(model, List.of(rows.get(row)));
                assertClose(found, Arrays.copyOfRange(expected, expected.length - found.length, expected.length));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama", "llama3-rope", "mistral-sliding", "qwen2", "qwen3", "gpt-neox"})
    void rows_of_unlike_length_continue_greedily_together_as_they_do_alone(String name) {
        JsonNode reference = SharedData.json("models/tiny/" + name + "/reference.json");
        List<int[]> rows = unpaddedRows(reference);
        try (LanguageModel model = load("models/tiny/" + name)) {
            List<int[]> together = greedy(model, rows, 16);
            for (int row = 0; row < rows.size(); row++) {
                int[] expected = ints(reference.path("greedy_16").path(row));
                assertThat(together.get(row)).isEqualTo(expected);
                assertThat(greedy(model, List.of(rows.get(row)), 16).getFirst()).isEqualTo(expected);
            }
        }
    }

    /** Reading and writing rearranges what a family's files keep transposed, by head, or in pieces. */
    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "llama", "qwen2", "qwen3", "gpt-neox"})
    void a_family_is_written_as_it_was_read(String name, @TempDir Path folder) throws IOException {
        Path source = SharedData.path("models/tiny/" + name);
        Path copy = folder.resolve("copy");
        try (LanguageModel model = load("models/tiny/" + name)) {
            model.weights().requireGradients();
            model.save(copy);
        }
        try (NDManager scope = NDManager.newBaseManager();
                Stream<Path> files = Files.list(source)) {
            Map<String, NDArray> before = new TreeMap<>();
            Map<String, NDArray> after = new TreeMap<>();
            for (Path file : files.filter(path -> path.toString().endsWith(".safetensors"))
                    .toList()) {
                Safetensors.read(file, scope, before::put);
            }
            Safetensors.read(copy.resolve("model.safetensors"), scope, after::put);
            assertThat(after.keySet()).isEqualTo(before.keySet());
            before.forEach((tensor, array) -> {
                NDArray written = Objects.requireNonNull(after.get(tensor));
                assertThat(written.getShape()).isEqualTo(array.getShape());
                assertThat(written.toFloatArray()).as(tensor).isEqualTo(array.toFloatArray());
            });
        }
    }

    /** The tiny models draw from near ties, so only the first tokens can agree in half the precision. */
    @ParameterizedTest
    @ValueSource(strings = {"gpt2", "qwen2", "gpt-neox"})
    void bfloat16_stays_close_to_transformers_in_float32(String name) {
        JsonNode reference = SharedData.json("models/tiny/" + name + "/reference.json");
        List<int[]> rows = unpaddedRows(reference);
        try (LanguageModel model =
                LanguageModel.load(SharedData.path("models/tiny/" + name), Device.cpu(), Precision.BFLOAT16)) {
            float[] expected = floats(reference.path("next_token_log_probs").path(0));
            float[] found = logProbs(model, List.of(rows.getFirst()));
            for (int i = 0; i < expected.length; i++) {
                assertThat((double) found[i]).isCloseTo(expected[i], within(0.03));
            }
            assertThat(found).isNotEqualTo(expected);
            List<int[]> drawn = greedy(model, rows, 4);
            for (int row = 0; row < rows.size(); row++) {
                int[] tokens = ints(reference.path("greedy_16").path(row));
                assertThat(drawn.get(row)).isEqualTo(Arrays.copyOf(tokens, 4));
            }
        }
    }

    private static LanguageModel load(String name) {
        return LanguageModel.load(SharedData.path(name), Device.cpu());
    }

    private static float[] logProbs(LanguageModel model, List<int[]> rows) {
        try (NDManager scope = model.manager().newSubManager()) {
            TokenBatch batch = TokenBatch.rightPadded(scope, rows, 0);
            return LanguageModelLoss.tokenLogProbs(model.transformer(), batch, 1)
                    .toFloatArray();
        }
    }

    private static List<int[]> greedy(LanguageModel model, List<int[]> rows, int count) {
        try (Sampler sampler = new Sampler(model)) {
            return sampler.sample(rows, new SamplingSettings(0, 0, 1, count, Set.of(), 0)).stream()
                    .map(completion -> completion.tokens())
                    .toList();
        }
    }

    private static List<int[]> unpaddedRows(JsonNode reference) {
        List<int[]> rows = new ArrayList<>();
        for (int row = 0; row < reference.path("input_ids").size(); row++) {
            int[] tokens = ints(reference.path("input_ids").path(row));
            int[] mask = ints(reference.path("attention_mask").path(row));
            List<Integer> kept = new ArrayList<>();
            for (int i = 0; i < tokens.length; i++) {
                if (mask[i] == 1) {
                    kept.add(tokens[i]);
                }
            }
            rows.add(kept.stream().mapToInt(Integer::intValue).toArray());
        }
        return rows;
    }

    private static int[] ints(JsonNode array) {
        return array.valueStream().mapToInt(JsonNode::asInt).toArray();
    }

    private static float[] floats(JsonNode array) {
        float[] values = new float[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) array.path(i).asDouble();
        }
        return values;
    }

    private static void assertClose(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).isCloseTo(expected[i], within(TOLERANCE));
        }
    }
}
