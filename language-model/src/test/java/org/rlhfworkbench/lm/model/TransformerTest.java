package org.rlhfworkbench.lm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.lm.TinyModel;
import org.rlhfworkbench.lm.architecture.Tensors;
import org.rlhfworkbench.lm.training.LanguageModelLoss;

class TransformerTest {

    private static final double TOLERANCE = 1e-4;

    private LanguageModel model;
    private NDManager scope;

    @BeforeEach
    void draw() {
        model = TinyModel.draw(3);
        scope = model.manager().newSubManager();
    }

    @AfterEach
    void close() {
        scope.close();
        model.close();
    }

    @Test
    void log_probabilities_are_those_of_plain_loops() {
        int[] tokens = tokens(20, 1);
        double[][] expected = new NaiveTransformer(model.config(), model.weights()).logProbs(tokens);
        float[] found = logProbs(List.of(tokens));
        for (int t = 1; t < tokens.length; t++) {
            assertThat((double) found[t - 1]).isCloseTo(expected[t - 1][tokens[t]], within(TOLERANCE));
        }
    }

    @Test
    void the_gradient_of_the_loss_is_its_slope() {
        int[] tokens = tokens(12, 2);
        model.weights().requireGradients();
        try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
            NDArray logProbs = LanguageModelLoss.tokenLogProbs(model.transformer(), batch(tokens), 1);
            NDArray mask = scope.ones(logProbs.getShape());
            gradients.backward(LanguageModelLoss.of(logProbs, mask, tokens.length - 1));
        }
        NaiveTransformer naive = new NaiveTransformer(model.config(), model.weights());
        Random random = new Random(4);
        for (String name : model.weights().names()) {
            float[] gradient = model.weights().get(name).getGradient().toFloatArray();
            for (int n = 0; n < 3; n++) {
                int i = name.equals(Tensors.EMBEDDING) ? tokens[n] * 16 + n : random.nextInt(gradient.length);
                assertThat((double) gradient[i])
                        .as("%s[%s]", name, i)
                        .isCloseTo(slope(naive, name, i, tokens), within(1e-4));
            }
        }
    }

    private static double slope(NaiveTransformer naive, String name, int i, int[] tokens) {
        double[] weight = naive.weight(name);
        double value = weight[i];
        weight[i] = value + 1e-5;
        double above = naive.loss(tokens);
        weight[i] = value - 1e-5;
        double below = naive.loss(tokens);
        weight[i] = value;
        return (above - below) / 2e-5;
    }

    @Test
    void a_later_token_does_not_change_an_earlier_position() {
        int[] tokens = tokens(16, 5);
        int[] changed = tokens.clone();
        changed[9] = (changed[9] + 1) % 260;
        NDArray before = hidden(batch(tokens));
        NDArray after = hidden(batch(changed));
        assertThat(after.get(":, :9").toFloatArray())
                .isEqualTo(before.get(":, :9").toFloatArray());
        assertThat(after.get(":, 9:").toFloatArray())
                .isNotEqualTo(before.get(":, 9:").toFloatArray());
    }

    @Test
    void padding_on_either_side_does_not_change_what_a_row_predicts() {
        List<int[]> rows = List.of(tokens(5, 6), tokens(17, 7), tokens(11, 8));
        NDArray left = hidden(TokenBatch.leftPadded(scope, rows, 1));
        NDArray right = hidden(TokenBatch.rightPadded(scope, rows, 1));
        for (int row = 0; row < rows.size(); row++) {
            int length = rows.get(row).length;
            float[] alone =
                    model.transformer().logits(hidden(batch(rows.get(row)))).toFloatArray();
            float[] padded = model.transformer()
                    .logits(left.get(row + ", " + (17 - length) + ":"))
                    .toFloatArray();
            float[] followed =
                    model.transformer().logits(right.get(row + ", :" + length)).toFloatArray();
            assertClose(padded, alone);
            assertClose(followed, alone);
        }
    }

    @Test
    void one_token_after_the_other_gives_what_one_pass_gives() {
        List<int[]> rows = List.of(tokens(9, 9), tokens(14, 10));
        NDArray whole = hidden(TokenBatch.leftPadded(scope, rows, 1));
        List<int[]> beginnings =
                rows.stream().map(row -> Arrays.copyOf(row, row.length - 4)).toList();
        try (KeyValueCache cache = model.transformer().cache(scope, 2, 14)) {
            TokenBatch prompts = TokenBatch.leftPadded(scope, beginnings, 1);
            NDArray last = model.transformer().hidden(Pass.prefill(prompts, cache), prompts.tokens());
            NDArray mask = prompts.mask();
            for (int t = 10; t < 14; t++) {
                assertClose(
                        last.get(":, -1").toFloatArray(),
                        whole.get(":, " + (t - 1)).toFloatArray());
                mask = mask.concat(scope.ones(new Shape(2, 1)), 1);
                long[] next = {rows.get(0)[t - 5], rows.get(1)[t]};
                last = model.transformer()
                        .hidden(Pass.next(mask, cache), scope.create(next).expandDims(1));
            }
            assertClose(last.get(":, -1").toFloatArray(), whole.get(":, -1").toFloatArray());
            assertThat(cache.filled()).isEqualTo(14);
        }
    }

    @Test
    void a_temperature_divides_the_logits() {
        int[] tokens = tokens(8, 11);
        NDArray logits = model.transformer().logits(hidden(batch(tokens))).div(0.7f);
        float[] expected = logits.logSoftmax(-1).get("0, 2").toFloatArray();
        float[] found = LanguageModelLoss.tokenLogProbs(model.transformer(), batch(tokens), 0.7)
                .toFloatArray();
        assertThat((double) found[2]).isCloseTo(expected[tokens[3]], within(TOLERANCE));
    }

    @Test
    void a_mean_over_no_token_is_refused() {
        assertThatThrownBy(() -> LanguageModelLoss.of(scope.ones(new Shape(1, 2)), scope.create(0f), 0))
                .hasMessageContaining("The loss mask keeps no token");
    }

    @Test
    void a_copy_does_not_follow_the_original() {
        try (LanguageModel copy = model.copy()) {
            float[] before = copy.weights().get("final_norm.weight").toFloatArray();
            model.weights().get("final_norm.weight").muli(2f);
            assertThat(copy.weights().get("final_norm.weight").toFloatArray()).isEqualTo(before);
        }
    }

    // ---------------------------------------------------------------- fixtures

    private NDArray hidden(TokenBatch batch) {
        return model.transformer().hidden(Pass.over(batch), batch.tokens());
    }

    private TokenBatch batch(int[] tokens) {
        return TokenBatch.rightPadded(scope, List.of(tokens), 1);
    }

    private float[] logProbs(List<int[]> rows) {
        return LanguageModelLoss.tokenLogProbs(model.transformer(), TokenBatch.rightPadded(scope, rows, 1), 1)
                .toFloatArray();
    }

    private static int[] tokens(int length, long seed) {
        return new Random(seed).ints(length, 0, 260).toArray();
    }

    private static void assertClose(float[] found, float[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) found[i]).isCloseTo(expected[i], within(TOLERANCE));
        }
    }
}
