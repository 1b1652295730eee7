package org.rlhfworkbench.lm.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.IntSummaryStatistics;
import java.util.Locale;
import org.rlhfworkbench.lm.architecture.Block;
import org.rlhfworkbench.lm.architecture.ModelConfig;
import org.rlhfworkbench.lm.kernel.NoGradients;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.run.FreeMemory;
import org.rlhfworkbench.lm.run.Progress;
import org.rlhfworkbench.lm.run.RunFailure;

/**
 * What training a model needs, from its shape alone.
 *
 * @param parameters weights in all
 * @param trained those of them that are trained: all, or an adapter's
 * @param steadyBytes weights, and for those that are trained gradients and the two moments of AdamW, in float32
 * @param passingBytes what the forward pass of one batch keeps for the backward pass
 */
public record TrainingCost(long parameters, long trained, long steadyBytes, long passingBytes) {

    private static final int FLOAT = 4;

    /**
     * Multiplications and additions a weight and token: two forward and two backward, and two more for the gradient of a
     * weight that is trained (Kaplan et al. 2020, section 2.1).
     */
    private static final double OPERATIONS = 4;

    private static final double OF_TRAINED = 2;

    /** Of the time, matrix products take about this share in training. */
    private static final double SHARE_OF_PEAK = 0.6;

    /**
     * Of a whole model.
     *
     * @param tokens rows times tokens a row that go through the model at once
     */
    public static TrainingCost of(ModelConfig config, long tokens) {
        return of(config, config.parameterCount(), config.parameterCount(), tokens);
    }

    private static TrainingCost of(ModelConfig config, long parameters, long trained, long tokens) {
        Block block = config.block();
        long heads = (long) (config.heads() + 2 * config.keyValueHeads()) * config.headSize();
        long inner = (long) config.innerWidth() * (block.gated() ? 4 : 2);
        // Inputs and outputs of two norms and two sums, the heads before and after rotation, and what is inside the
        // feed-forward layer.
        long layer = 8L * config.width() + 3 * heads + inner;
        long logits = 2L * config.vocabularySize();
        long steady = FLOAT * (parameters + 3 * trained);
        return new TrainingCost(parameters, trained, steady, FLOAT * tokens * (config.layers() * layer + logits));
    }

    /** Bytes altogether. */
    public long bytes() {
        return steadyBytes + passingBytes;
    }

    /**
     * What a run goes through.
     *
     * @param rows lengths of the sequences in tokens
     * @param rowsAtOnce sequences in one pass
     * @param rowsInAll sequences in all steps
     * @param steps updates of the weights
     * @param lower what to lower where memory does not suffice
     */
    public record Work(IntSummaryStatistics rows, int rowsAtOnce, long rowsInAll, int steps, String lower) {}

    /**
     * Says what a run of a loaded model will take, or refuses it.
     *
     * @throws RunFailure saying what was estimated and what is free
     */
    public static void announce(Progress progress, LanguageModel model, Work work) {
        long tokensAtOnce = (long) work.rows().getMax() * work.rowsAtOnce();
        long tokens = Math.round(work.rows().getAverage() * work.rowsInAll());
        long trained = model.trainable().parameterCount();
        long parameters = model.weights().parameterCount() + (model.adapter().isPresent() ? trained : 0);
        TrainingCost cost = of(model.config(), parameters, trained, tokensAtOnce);
        long loaded = FLOAT * cost.parameters;
        Device device = model.manager().getDevice();
        cost.refuseUnlessFits(free(device, loaded), work.lower());
        double seconds = cost.operations(tokens) / (SHARE_OF_PEAK * peak(model.manager()));
        progress.say(String.format(
                Locale.ROOT,
                "%,d weights%s on %s, %,d tokens in %,d steps: about %s, and up to %s of memory",
                cost.parameters,
                trained == parameters ? "" : String.format(Locale.ROOT, ", %,d of them trained,", trained),
                device.isGpu() ? "cuda:" + device.getDeviceId() : "cpu",
                tokens,
                work.steps(),
                duration(seconds),
                size(cost.bytes())));
    }

    /** The loaded weights are part of the estimate, and already taken. */
    private static long free(Device device, long loaded) {
        long free = FreeMemory.of(device);
        return free > Long.MAX_VALUE - loaded ? free : free + loaded;
    }

    /** Operations a second of a matrix product, measured in a few hundredths of a second. */
    private static double peak(NDManager manager) {
        int n = 768;
        try (NoGradients frozen = new NoGradients();
                NDManager scope = manager.newSubManager()) {
            NDArray a = scope.ones(new Shape(n, n));
            double best = Double.MAX_VALUE;
            for (int i = 0; i < 5; i++) {
                long begin = System.nanoTime();
                NDArray product = a.matMul(a);
                product.getFloat(0, 0);
                product.close();
                best = Math.min(best, (System.nanoTime() - begin) / 1e9);
            }
            return 2.0 * n * n * n / best;
        }
    }

    private static String duration(double seconds) {
        if (seconds < 90) {
            return Math.max(1, Math.round(seconds)) + " s";
        }
        return seconds < 5_400
                ? Math.round(seconds / 60) + " minutes"
                : String.format(Locale.ROOT, "%.1f hours", seconds / 3_600);
    }

    /** Floating-point operations of training on so many tokens. */
    public double operations(long tokens) {
        return (OPERATIONS * parameters + OF_TRAINED * trained) * tokens;
    }

    /**
     * Refuses work that will not fit.
     *
     * @param free bytes that are free
     * @param wayOut the setting to lower
     * @throws RunFailure saying what was estimated and what is free
     */
    public void refuseUnlessFits(long free, String wayOut) {
        if (bytes() > free) {
            throw new RunFailure(
                    "This needs about " + size(bytes()) + " of memory (weights, gradients and optimizer "
                            + size(steadyBytes) + ", one pass " + size(passingBytes) + "), and "
                            + size(free) + " are free",
                    passingBytes > steadyBytes ? "Too many tokens go through the model at once" : "The model is large",
                    wayOut);
        }
    }

    private static String size(long bytes) {
        return bytes < 1L << 30
                ? Math.max(1, bytes >> 20) + " MiB"
                : String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
    }
}
