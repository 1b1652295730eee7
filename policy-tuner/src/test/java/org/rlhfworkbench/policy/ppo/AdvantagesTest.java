package org.rlhfworkbench.policy.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdvantagesTest {

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
    void the_score_is_added_at_the_last_real_token_and_the_penalty_at_each() {
        NDArray mask = manager.create(new double[][] {{1, 1, 1}, {1, 0, 0}});
        NDArray logProbs = manager.create(new double[][] {{-1, -2, -3}, {-1, 9, 9}});
        NDArray refLogProbs = manager.create(new double[][] {{-2, -2, -1}, {-3, 0, 0}});
        NDArray score = manager.create(new double[] {10, 20});
        assertThat(Advantages.rewards(logProbs, refLogProbs, score, mask, 0.5).toDoubleArray())
                .containsExactly(new double[] {-0.5, 0, 11, 19, 0, 0}, within(1e-12));
    }

    @Test
    void a_policy_that_equals_its_reference_pays_nothing() {
        NDArray mask = manager.create(new double[][] {{1, 1}});
        NDArray logProbs = manager.create(new double[][] {{-1.25, -0.5}});
        NDArray score = manager.create(new double[] {3});
        assertThat(Advantages.rewards(logProbs, logProbs, score, mask, 7).toDoubleArray())
                .containsExactly(0, 3);
    }

    @Test
    void without_discount_and_with_lambda_one_the_return_is_the_sum_of_later_rewards() {
        NDArray mask = manager.create(new double[][] {{1, 1, 1, 0}});
        NDArray rewards = manager.create(new double[][] {{1, 2, 4, 0}});
        NDArray values = manager.create(new double[][] {{5, -3, 0.5, 99}});
        Advantages advantages = Advantages.estimate(rewards, values, mask, 1, 1);
        assertThat(advantages.returns().toDoubleArray()).containsExactly(new double[] {7, 6, 4, 0}, within(1e-12));
        assertThat(advantages.advantages().toDoubleArray()).containsExactly(new double[] {2, 9, 3.5, 0}, within(1e-12));
    }

    @Test
    void the_matrix_product_equals_the_recursion_from_the_last_token() {
        int rows = 5;
        int length = 40;
        Random random = new Random(3);
        double[][] rewards = new double[rows][length];
        double[][] values = new double[rows][length];
        double[][] mask = new double[rows][length];
        for (int i = 0; i < rows; i++) {
            for (int t = 0; t < length; t++) {
                mask[i][t] = t <= 8 * i ? 1 : 0;
                rewards[i][t] = mask[i][t] * random.nextGaussian();
                values[i][t] = random.nextGaussian();
            }
        }
        double[] expected = new double[rows * length];
        for (int i = 0; i < rows; i++) {
            double later = 0;
            for (int t = 8 * i; t >= 0; t--) {
                double nextValue = t == 8 * i ? 0 : values[i][t + 1];
                later = rewards[i][t] + 0.99 * nextValue - values[i][t] + 0.99 * 0.95 * later;
                expected[i * length + t] = later;
            }
        }
        Advantages advantages =
                Advantages.estimate(manager.create(rewards), manager.create(values), manager.create(mask), 0.99, 0.95);
        assertThat(advantages.advantages().toDoubleArray()).containsExactly(expected, within(1e-10));
    }

    @Test
    void whitened_advantages_have_mean_zero_and_population_variance_one() {
        NDArray mask = manager.create(new double[][] {{1, 1}, {1, 0}});
        NDArray values = manager.create(new double[][] {{2, 4}, {6, 1000}});
        Advantages whitened = new Advantages(values, values).whitened(mask);
        double unit = Math.sqrt(1.5);
        assertThat(whitened.advantages().toDoubleArray())
                .containsExactly(new double[] {-unit, 0, unit, 0}, within(1e-7));
        assertThat(whitened.returns().toDoubleArray()).containsExactly(2, 4, 6, 1000);
    }

    @Test
    void single_precision_goes_through_as_single_precision() {
        NDArray ones = manager.ones(new Shape(2, 3));
        Advantages advantages = Advantages.estimate(ones, ones, ones, 1, 0.95);
        assertThat(advantages.advantages().getDataType()).isEqualTo(DataType.FLOAT32);
        assertThat(advantages.whitened(ones).advantages().getDataType()).isEqualTo(DataType.FLOAT32);
    }
}
