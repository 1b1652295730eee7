package org.rlhfworkbench.lm.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The kernels beside plain loops over doubles. */
class KernelsTest {

    private static final double TOLERANCE = 1e-5;

    private final Random random = new Random(1);
    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void log_probabilities_and_entropy_are_those_of_the_tempered_softmax() {
        float[] hidden = numbers(4 * 3);
        float[] weight = numbers(7 * 3);
        long[] targets = {0, 6, 3, 3};
        for (double temperature : new double[] {1, 0.6}) {
            NDArray states = array(hidden, 4, 3);
            NDArray output = array(weight, 7, 3);
            float[] found = Kernels.logProbs(states, output, manager.create(targets), temperature)
                    .toFloatArray();
            float[] entropy = Kernels.entropy(states, output, temperature).toFloatArray();
            for (int row = 0; row < 4; row++) {
                double[] logProbs = logSoftmax(hidden, weight, row, temperature);
                close(found[row], logProbs[(int) targets[row]]);
                double expected = 0;
                for (double logProb : logProbs) {
                    expected -= Math.exp(logProb) * logProb;
                }
                close(entropy[row], expected);
            }
        }
    }

    private static double[] logSoftmax(float[] hidden, float[] weight, int row, double temperature) {
        double[] logits = new double[7];
        double sum = 0;
        for (int token = 0; token < 7; token++) {
            for (int i = 0; i < 3; i++) {
                logits[token] += hidden[row * 3 + i] * weight[token * 3 + i] / temperature;
            }
            sum += Math.exp(logits[token]);
        }
        for (int token = 0; token < 7; token++) {
            logits[token] -= Math.log(sum);
        }
        return logits;
    }

    // ---------------------------------------------------------------- drawing

    @Test
    void a_uniform_number_picks_the_token_whose_share_it_falls_into() {
        float[] logits = logs(0.1, 0.2, 0.3, 0.4);
        assertThat(draw(logits, 0f, 1, 0, 1)).isEqualTo(0);
        assertThat(draw(logits, 0.0999f, 1, 0, 1)).isEqualTo(0);
        assertThat(draw(logits, 0.1001f, 1, 0, 1)).isEqualTo(1);
        assertThat(draw(logits, 0.5999f, 1, 0, 1)).isEqualTo(2);
        assertThat(draw(logits, 0.6001f, 1, 0, 1)).isEqualTo(3);
        assertThat(draw(logits, 0.5f, 0, 0, 1)).isEqualTo(3);
    }

    @Test
    void top_k_keeps_exactly_k_tokens_even_among_equals() {
        float[] equal = logs(0.25, 0.25, 0.25, 0.25);
        for (int k = 1; k <= 4; k++) {
            assertThat(tokensDrawn(equal, k, 1)).hasSize(k);
        }
        assertThat(tokensDrawn(logs(0.1, 0.4, 0.2, 0.3), 2, 1)).containsExactly(1L, 3L);
    }

    @Test
    void top_p_keeps_the_smallest_set_that_reaches_the_mass() {
        float[] logits = logs(0.1, 0.4, 0.2, 0.3);
        assertThat(tokensDrawn(logits, 0, 0.05)).containsExactly(1L);
        assertThat(tokensDrawn(logits, 0, 0.39)).containsExactly(1L);
        assertThat(tokensDrawn(logits, 0, 0.41)).containsExactly(1L, 3L);
        assertThat(tokensDrawn(logits, 0, 0.69)).containsExactly(1L, 3L);
        assertThat(tokensDrawn(logits, 0, 0.71)).containsExactly(1L, 2L, 3L);
        assertThat(tokensDrawn(logits, 0, 1)).containsExactly(0L, 1L, 2L, 3L);
        assertThat(tokensDrawn(logits, 2, 0.5)).containsExactly(1L);
    }

    @Test
    void top_p_keeps_hundreds_of_tokens_where_it_takes_so_many() {
        float[] logits = new float[1_000];
        assertThat(draw(logits, 1 - 0x1p-24f, 1, 0, 1)).isEqualTo(999);
        Set<Long> kept = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            logits[i] = -0.001f * i;
        }
        for (int i = 0; i < 2_000; i++) {
            kept.add(draw(logits, i / 2_000f, 1, 0, 0.5));
        }
        double mass = 0;
        int expected = 0;
        double all = (1 - Math.exp(-1)) / (1 - Math.exp(-0.001));
        while (mass < 0.5 * all) {
            mass += Math.exp(-0.001 * expected++);
        }
        assertThat(kept).hasSize(expected).contains(0L, (long) expected - 1);
    }

    @Test
    void the_greatest_uniform_number_never_picks_a_token_that_was_cut_off() {
        float greatest = 1 - 0x1p-24f;
        for (int i = 0; i < 200; i++) {
            float[] logits = numbers(9);
            logits[8] = -30;
            logits[2] = 5;
            assertThat(draw(logits, greatest, 1, 1, 1)).isEqualTo(2);
            assertThat(draw(logits, greatest, 1, 0, 0.01)).isEqualTo(2);
            assertThat(draw(logits, greatest, 1, 4, 1)).isNotEqualTo(8);
        }
    }

    @Test
    void a_drawn_log_probability_knows_the_temperature_and_no_truncation() {
        NDList drawn = Kernels.draw(array(logs(0.1, 0.2, 0.3, 0.4), 1, 4), List.of(new Draw(0.5f, 0.5, 1, 1)));
        close(drawn.get(1).toFloatArray()[0], Math.log(0.16 / (0.01 + 0.04 + 0.09 + 0.16)));
    }

    @Test
    void rows_drawn_differently_draw_side_by_side_what_they_draw_alone() {
        int vocabulary = 40;
        List<Draw> draws = List.of(
                new Draw(0.3f, 0, 0, 1),
                new Draw(0.9f, 1, 0, 1),
                new Draw(0.7f, 0.5, 3, 1),
                new Draw(0.99f, 2, 0, 0.4),
                new Draw(0.6f, 1, 7, 0.9),
                new Draw(0.2f, 1.5, vocabulary + 1, 1));
        for (int repetition = 0; repetition < 50; repetition++) {
            float[] logits = numbers(draws.size() * vocabulary);
            NDList together = Kernels.draw(array(logits, draws.size(), vocabulary), draws);
            for (int row = 0; row < draws.size(); row++) {
                float[] own = Arrays.copyOfRange(logits, row * vocabulary, (row + 1) * vocabulary);
                NDList alone = Kernels.draw(array(own, 1, vocabulary), List.of(draws.get(row)));
                assertThat(together.get(0).toLongArray()[row])
                        .isEqualTo(alone.get(0).toLongArray()[0]);
                close(together.get(1).toFloatArray()[row], alone.get(1).toFloatArray()[0]);
            }
        }
    }

    @Test
    void the_likeliest_tokens_come_in_order_with_their_untempered_log_probabilities() {
        NDList found = Kernels.likeliest(array(logs(0.1, 0.2, 0.3, 0.4), 1, 4), manager.create(new long[] {1}), 2);
        close(found.get(0).toFloatArray()[0], Math.log(0.2));
        assertThat(found.get(1).toLongArray()).containsExactly(3, 2);
        close(found.get(2).toFloatArray()[0], Math.log(0.4));
        close(found.get(2).toFloatArray()[1], Math.log(0.3));
    }

    private List<Long> tokensDrawn(float[] logits, int topK, double topP) {
        int rows = 200;
        float[] repeated = new float[rows * logits.length];
        List<Draw> draws = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            System.arraycopy(logits, 0, repeated, row * logits.length, logits.length);
            draws.add(new Draw(row / (float) rows, 1, topK, topP));
        }
        NDList drawn = Kernels.draw(array(repeated, rows, logits.length), draws);
        return Arrays.stream(drawn.get(0).toLongArray())
                .distinct()
                .sorted()
                .boxed()
                .toList();
    }

    private long draw(float[] logits, float uniform, double temperature, int topK, double topP) {
        return Kernels.draw(array(logits, 1, logits.length), List.of(new Draw(uniform, temperature, topK, topP)))
                .get(0)
                .toLongArray()[0];
    }

    // ---------------------------------------------------------------- fixtures

    private static float[] logs(double... probabilities) {
        float[] logs = new float[probabilities.length];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = (float) Math.log(probabilities[i]);
        }
        return logs;
    }

    private float[] numbers(int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    private NDArray array(float[] values, long... shape) {
        return manager.create(values, new Shape(shape));
    }

    private static void same(NDArray found, double[] expected) {
        float[] values = found.toFloatArray();
        assertThat(values).hasSize(expected.length);
        for (int i = 0; i < values.length; i++) {
            close(values[i], expected[i]);
        }
    }

    private static void close(float found, double expected) {
        assertThat((double) found).isCloseTo(expected, within(TOLERANCE));
    }
}
