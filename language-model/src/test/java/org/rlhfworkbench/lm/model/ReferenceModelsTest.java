package org.rlhfworkbench.lm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.lm.SharedData;
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

    @Test
    void a_sharded_checkpoint_with_left_padded_rows_gives_the_logits_of_transformers() {
        JsonNode reference = SharedData.json("models/tiny/llama/reference.json");
        List<int[]> rows = unpaddedRows(reference);
        try (LanguageModel model = load("models/tiny/llama");
                NDManager scope = model.manager().newSubManager()) {
            TokenBatch batch = TokenBatch.leftPadded(scope, rows, 0);
            NDArray hidden = model.transformer().hidden(Pass.over(batch), batch.tokens());
            NDArray logits = model.transformer().logits(hidden.get(":, -1"));
            for (int row = 0; row < rows.size(); row++) {
                assertClose(
                        logits.get(row).toFloatArray(),
                        floats(reference.path("last_logits").path(row)));
            }
        }
    }

    @Test
    void rows_of_unlike_length_continue_greedily_together_as_they_do_alone() {
        JsonNode reference = SharedData.json("models/tiny/llama/reference.json");
        List<int[]> rows = unpaddedRows(reference);
        try (LanguageModel model = load("models/tiny/llama")) {
            List<int[]> together = greedy(model, rows, 16);
            for (int row = 0; row < rows.size(); row++) {
                int[] expected = ints(reference.path("greedy_16").path(row));
                assertThat(together.get(row)).isEqualTo(expected);
                assertThat(greedy(model, List.of(rows.get(row)), 16).getFirst()).isEqualTo(expected);
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
        return new Sampler(model)
                .sample(rows, new SamplingSettings(0, 0, 1, count, Set.of(), 0)).stream()
                        .map(completion -> completion.tokens())
                        .toList();
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
