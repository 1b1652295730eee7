package org.rlhfworkbench.lm.optimisation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rlhfworkbench.lm.checkpoint.BadCheckpoint;
import org.rlhfworkbench.lm.checkpoint.Safetensors;
import org.rlhfworkbench.lm.kernel.Kernels;

/**
 * AdamW with global-norm clipping (Loshchilov and Hutter 2019, algorithm 2), fused over all weights.
 *
 * <p>ε stands outside the bias-corrected root, as in PyTorch.
 */
public final class AdamW implements AutoCloseable {

    private static final String FILE = "optimizer.safetensors";

    /**
     * @param beta1 decay of the first moment
     * @param beta2 decay of the second moment
     * @param epsilon added to the root of the second moment
     * @param weightDecay decoupled decay a unit of learning rate; not applied to vectors (norms)
     * @param maxGradientNorm the global norm to clip to; 0 for none
     */
    public record Settings(double beta1, double beta2, double epsilon, double weightDecay, double maxGradientNorm) {

        /** What language-model training usually takes. */
        public static Settings usual() {
            return new Settings(0.9, 0.95, 1e-8, 0.1, 1.0);
        }
    }

    private final Settings settings;
    private final NDManager manager;
    private final Map<String, NDArray> weights;
    private final Map<String, NDArray> first = new LinkedHashMap<>();
    private final Map<String, NDArray> second = new LinkedHashMap<>();
    private final List<NDArray> steps = new ArrayList<>();
    private final int decayed;
    private int step;

    /** Optimises the given arrays, whose gradients must be required before the first step. */
    public AdamW(NDManager parent, Map<String, NDArray> weights, Settings settings) {
        this.settings = settings;
        this.manager = parent.newSubManager();
        this.weights = new LinkedHashMap<>();
        weights.forEach((name, array) -> addIf(array.getShape().dimension() >= 2, name, array));
        this.decayed = this.weights.size();
        weights.forEach((name, array) -> addIf(array.getShape().dimension() < 2, name, array));
        this.weights.forEach((name, array) -> {
            first.put(name, manager.zeros(array.getShape()));
            second.put(name, manager.zeros(array.getShape()));
            steps.add(manager.create(0f));
        });
    }

    private void addIf(boolean belongs, String name, NDArray array) {
        if (belongs) {
            weights.put(name, array);
        }
    }

    /**
     * Clips, updates the weights in place and zeroes the gradients.
     *
     * @return the gradients' global norm before clipping
     */
    public float step(double learningRate) {
        step++;
        steps.forEach(count -> count.subi(count).addi(step));
        try (NDManager scope = manager.newSubManager()) {
            List<NDArray> gradients = new ArrayList<>();
            for (NDArray weight : weights.values()) {
                NDArray gradient = weight.getGradient();
                gradient.attach(scope);
                gradients.add(gradient);
            }
            float norm =
                    Kernels.clip(scope, gradients, settings.maxGradientNorm()).getFloat();
            update(scope, gradients, learningRate, settings.weightDecay(), 0, decayed);
            update(scope, gradients, learningRate, 0, decayed, weights.size());
            return norm;
        }
    }

    private void update(NDManager scope, List<NDArray> gradients, double rate, double decay, int from, int to) {
        if (from == to) {
            return;
        }
        NDArray numbers = scope.create(new float[] {
            (float) rate, (float) settings.beta1(), (float) settings.beta2(), (float) settings.epsilon(), (float) decay
        });
        Kernels.adamW(
                numbers,
                List.copyOf(weights.values()).subList(from, to),
                gradients.subList(from, to),
                List.copyOf(first.values()).subList(from, to),
                List.copyOf(second.values()).subList(from, to),
                steps.subList(from, to));
    }

    /** Writes the moments and the step count into {@code folder}. */
    public void save(Path folder) {
        Map<String, NDArray> state = new LinkedHashMap<>();
        first.forEach((name, array) -> state.put("first." + name, array));
        second.forEach((name, array) -> state.put("second." + name, array));
        try (NDManager scope = manager.newSubManager()) {
            state.put("step", scope.create((float) step));
            Safetensors.write(folder.resolve(FILE), state, Safetensors.Precision.F32);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads what {@link #save} wrote for the same weights. */
    public void load(Path folder) {
        Path file = folder.resolve(FILE);
        Map<String, NDArray> state = new LinkedHashMap<>();
        try (NDManager scope = manager.newSubManager()) {
            Safetensors.read(file, scope, state::put);
            first.forEach((name, array) -> restore(file, state, "first." + name, array));
            second.forEach((name, array) -> restore(file, state, "second." + name, array));
            try (NDArray count = scope.create(0f)) {
                restore(file, state, "step", count);
                step = (int) count.getFloat();
            }
        } catch (IOException e) {
            throw new BadCheckpoint(file.toString(), "cannot be read", "Resume from an older checkpoint");
        }
    }

    private static void restore(Path file, Map<String, NDArray> state, String name, NDArray target) {
        NDArray saved = state.get(name);
        if (saved == null || !saved.getShape().equals(target.getShape())) {
            throw new BadCheckpoint(
                    file.toString(), "does not fit the model at '" + name + "'", "Resume with the run's own model");
        }
        saved.copyTo(target);
    }

    @Override
    public void close() {
        manager.close();
    }
}
