package org.rlhfworkbench.lm.optimisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlhfworkbench.lm.checkpoint.BadCheckpoint;

class AdamWTest {

    private static final AdamW.Settings SETTINGS = new AdamW.Settings(0.9, 0.95, 1e-8, 0.1, 1.0);
    private static final AdamW.Settings UNCLIPPED = new AdamW.Settings(0.8, 0.99, 1e-3, 0.5, 0);

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
    void several_steps_are_those_of_plain_loops() {
        for (AdamW.Settings settings : List.of(SETTINGS, UNCLIPPED)) {
            Map<String, NDArray> weights = weights();
            NaiveAdamW naive = new NaiveAdamW(settings, weights);
            try (AdamW optimizer = new AdamW(manager, weights, settings)) {
                for (int step = 0; step < 8; step++) {
                    List<double[]> gradients = slope(weights, step);
                    double rate = 0.05 / (step + 1);
                    assertThat((double) optimizer.step(rate)).isCloseTo(naive.step(rate, gradients), within(1e-5));
                    int at = 0;
                    for (NDArray weight : weights.values()) {
                        float[] found = weight.toFloatArray();
                        double[] expected = naive.weights.get(at++);
                        for (int i = 0; i < found.length; i++) {
                            assertThat((double) found[i]).isCloseTo(expected[i], within(1e-5));
                        }
                    }
                }
            }
        }
    }

    @Test
    void only_matrices_decay() {
        Map<String, NDArray> weights = weights();
        try (AdamW optimizer = new AdamW(manager, weights, UNCLIPPED)) {
            float[][] before = values(weights);
            push(weights, 0, 0);
            optimizer.step(0.1);
            float[][] after = values(weights);
            for (int i = 0; i < before.length; i++) {
                for (int j = 0; j < before[i].length; j++) {
                    double kept = i == 1 ? 1 : 1 - 0.1 * 0.5; // the second is the vector
                    assertThat((double) after[i][j]).isCloseTo(kept * before[i][j], within(1e-6));
                }
            }
        }
    }

    @Test
    void a_step_leaves_no_gradient_behind() {
        Map<String, NDArray> weights = weights();
        try (AdamW optimizer = new AdamW(manager, weights, SETTINGS)) {
            push(weights, 1, 3);
            assertThat(optimizer.step(0.1)).isGreaterThan(0);
            weights.values()
                    .forEach(weight ->
                            assertThat(weight.getGradient().toFloatArray()).containsOnly(0f));
        }
    }

    @Test
    void a_saved_state_goes_on_as_if_it_had_never_stopped(@TempDir Path folder) {
        Map<String, NDArray> straight = weights();
        Map<String, NDArray> resumed = weights();
        try (AdamW whole = new AdamW(manager, straight, SETTINGS);
                AdamW first = new AdamW(manager, resumed, SETTINGS);
                AdamW second = new AdamW(manager, resumed, SETTINGS)) {
            run(whole, straight, 0, 6);
            run(first, resumed, 0, 3);
            first.save(folder);
            second.load(folder);
            run(second, resumed, 3, 6);
        }
        assertThat(values(resumed)).isDeepEqualTo(values(straight));
    }

    @Test
    void the_state_of_other_weights_is_refused(@TempDir Path folder) {
        try (AdamW optimizer = new AdamW(manager, weights(), SETTINGS);
                AdamW other = new AdamW(manager, Map.of("matrix", manager.ones(new Shape(2, 2))), SETTINGS)) {
            other.save(folder);
            assertThatThrownBy(() -> optimizer.load(folder))
                    .isInstanceOf(BadCheckpoint.class)
                    .hasMessageContaining("does not fit the model at 'first.matrix'");
            assertThatThrownBy(() -> optimizer.load(folder.resolve("nowhere")))
                    .isInstanceOf(BadCheckpoint.class)
                    .hasMessageContaining("cannot be read");
        }
    }

    // ---------------------------------------------------------------- fixtures

    /** The algorithm of the paper in doubles. */
    private static final class NaiveAdamW {

        private final AdamW.Settings settings;
        private final List<double[]> weights = new ArrayList<>();
        private final List<double[]> first = new ArrayList<>();
        private final List<double[]> second = new ArrayList<>();
        private final List<Double> decays = new ArrayList<>();
        private int step;

        NaiveAdamW(AdamW.Settings settings, Map<String, NDArray> arrays) {
            this.settings = settings;
            for (NDArray array : arrays.values()) {
                weights.add(doubles(array));
                first.add(new double[(int) array.size()]);
                second.add(new double[(int) array.size()]);
                decays.add(array.getShape().dimension() > 1 ? settings.weightDecay() : 0);
            }
        }

        double step(double rate, List<double[]> gradients) {
            step++;
            double squares = 0;
            for (double[] gradient : gradients) {
                for (double value : gradient) {
                    squares += value * value;
                }
            }
            double norm = Math.sqrt(squares);
            double limit = settings.maxGradientNorm();
            double scale = limit > 0 && norm > limit ? limit / norm : 1;
            for (int i = 0; i < gradients.size(); i++) {
                for (int j = 0; j < gradients.get(i).length; j++) {
                    move(i, j, gradients.get(i)[j] * scale, rate);
                }
            }
            return norm;
        }

        private void move(int i, int j, double gradient, double rate) {
            double beta1 = settings.beta1();
            double beta2 = settings.beta2();
            first.get(i)[j] = beta1 * first.get(i)[j] + (1 - beta1) * gradient;
            second.get(i)[j] = beta2 * second.get(i)[j] + (1 - beta2) * gradient * gradient;
            double m = first.get(i)[j] / (1 - Math.pow(beta1, step));
            double v = second.get(i)[j] / (1 - Math.pow(beta2, step));
            double weight = weights.get(i)[j];
            weights.get(i)[j] = weight - rate * decays.get(i) * weight - rate * m / (Math.sqrt(v) + settings.epsilon());
        }
    }

    private Map<String, NDArray> weights() {
        Random random = new Random(3);
        Map<String, NDArray> weights = new LinkedHashMap<>();
        weights.put("matrix", numbers(random, new Shape(3, 4)));
        weights.put("vector", numbers(random, new Shape(5)));
        weights.put("last", numbers(random, new Shape(2, 2)));
        weights.values().forEach(weight -> weight.setRequiresGradient(true));
        return weights;
    }

    private NDArray numbers(Random random, Shape shape) {
        float[] values = new float[(int) shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return manager.create(values, shape);
    }

    private void run(AdamW optimizer, Map<String, NDArray> weights, int from, int to) {
        for (int step = from; step < to; step++) {
            slope(weights, step);
            optimizer.step(0.05);
        }
    }

    /** Gives each weight the gradient {@code scale · w}, and returns it. */
    private List<double[]> slope(Map<String, NDArray> weights, int step) {
        float scale = step % 2 == 0 ? 2f : 0.05f;
        push(weights, scale, 2);
        return weights.values().stream()
                .map(weight -> doubles(weight.getGradient()))
                .toList();
    }

    private void push(Map<String, NDArray> weights, float scale, int power) {
        try (NDManager scope = manager.newSubManager();
                GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
            NDArray loss = scope.create(0f);
            for (NDArray weight : weights.values()) {
                loss = loss.add(weight.pow(power).sum().mul(scale));
            }
            gradients.backward(loss);
        }
    }

    private static double[] doubles(NDArray array) {
        float[] values = array.toFloatArray();
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    private static float[][] values(Map<String, NDArray> weights) {
        return weights.values().stream().map(NDArray::toFloatArray).toArray(float[][]::new);
    }
}
