package org.rlhfworkbench.lm.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.lm.TinyModel;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.model.Pass;
import org.rlhfworkbench.lm.model.TokenBatch;

class EmbeddingsTest {

    private static final List<int[]> ROWS = List.of(new int[] {5, 90, 7, 30}, new int[] {70}, new int[] {5, 90, 7});

    private LanguageModel model;

    @BeforeEach
    void draw() {
        model = TinyModel.draw(2);
    }

    @AfterEach
    void close() {
        model.close();
    }

    @Test
    void a_vector_is_the_mean_of_the_last_hidden_states_scaled_to_length_one() {
        List<float[]> found = Embeddings.of(model, ROWS);
        for (int i = 0; i < ROWS.size(); i++) {
            double[] expected = naive(ROWS.get(i));
            assertThat(found.get(i)).hasSize(model.config().width());
            double square = 0;
            for (int c = 0; c < expected.length; c++) {
                assertThat((double) found.get(i)[c]).isCloseTo(expected[c], within(1e-5));
                square += found.get(i)[c] * found.get(i)[c];
            }
            assertThat(square).isCloseTo(1, within(1e-5));
        }
    }

    private double[] naive(int[] row) {
        try (NDManager scope = model.manager().newSubManager()) {
            TokenBatch batch = TokenBatch.rightPadded(scope, List.of(row), 0);
            NDArray hidden = model.transformer().hidden(Pass.over(batch), batch.tokens());
            float[] values = hidden.toFloatArray();
            double[] mean = new double[model.config().width()];
            for (int i = 0; i < values.length; i++) {
                mean[i % mean.length] += values[i] / row.length;
            }
            double length = 0;
            for (double value : mean) {
                length += value * value;
            }
            for (int c = 0; c < mean.length; c++) {
                mean[c] /= Math.sqrt(length);
            }
            return mean;
        }
    }
}
