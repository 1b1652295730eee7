package org.rlhfworkbench.lm.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * PyTorch operators that the engine's own array type lacks, or has only in slower pieces.
 *
 * <p>They are written in TorchScript, in the resource {@code kernels.py}. Gradients flow through them like through any
 * other operator.
 *
 * <p>Shapes: B batch, T positions, C width, V vocabulary. A result belongs to the manager of the <em>first</em> argument, which is therefore always an
 * array of the current step and never a weight.
 */
public final class Kernels {

    private static final NDManager MANAGER = NDManager.newBaseManager();
    private static final ScriptModule MODULE =
            ScriptModule.load(MANAGER, Kernels.class, "kernels.py", "Kernels", Map.of("training", false));
    private static final Map<Double, NDArray> SCALARS = new ConcurrentHashMap<>();

    private Kernels() {}

    /** Rows of {@code weight} (V, C) at {@code tokens} (B, T): (B, T, C). */
    public static NDArray embedding(NDArray tokens, NDArray weight) {
        return call("embedding", tokens, weight);
    }

    /** {@code x · weightᵀ}: (…, C) and (D, C) give (…, D). */
    public static NDArray linear(NDArray x, NDArray weight) {
        return call("linear", x, weight);
    }

    /** Natural logarithm of each target's probability: hidden (N, C), weight (V, C), targets (N) give (N). */
    public static NDArray logProbs(NDArray hidden, NDArray weight, NDArray targets, double temperature) {
        return call("log_probs", hidden, weight, targets, scalar(temperature));
    }

    /** Entropy in nats of the next-token distribution: hidden (N, C), weight (V, C) give (N). */
    public static NDArray entropy(NDArray hidden, NDArray weight, double temperature) {
        return call("entropy", hidden, weight, scalar(temperature));
    }

    /**
     * Draws one token a row by inverting the cumulative distribution.
     *
     * @param logits (B, V)
     * @param rows how each row's is drawn, B of them
     * @return tokens (B) int64 and their log-probabilities (B) under the tempered, untruncated distribution
     */
    public static NDList draw(NDArray logits, List<Draw> rows) {
        NDArray wanted = logits.getManager().create(Draw.table(rows), new Shape(rows.size(), 4)); // (B, 4)
        int vocabularySize = (int) logits.getShape().get(1);
        return run(
                "draw",
                new NDList(logits, wanted, scalar(Draw.kinds(rows)), scalar(Draw.mostKept(rows, vocabularySize))));
    }

    /**
     * What the untempered distribution says of drawn tokens and of the likeliest ones.
     *
     * @param logits (B, V)
     * @param tokens (B) int64
     * @param count n, how many of the likeliest
     * @return log-probabilities of the drawn tokens (B, 1), the likeliest tokens (B, n) int64, likeliest first, and their
     *     log-probabilities (B, n)
     */
    public static NDList likeliest(NDArray logits, NDArray tokens, int count) {
        return run("likeliest", new NDList(logits, tokens.expandDims(1), scalar(count)));
    }

    /**
     * Scales the gradients in place so that their global norm is at most {@code limit}; 0 leaves them alone.
     *
     * @param scope owns the result
     * @return the norm before, a scalar
     */
    public static NDArray clip(NDManager scope, List<NDArray> gradients, double limit) {
        return update(scope, "clip", scalar(limit), Map.of("gradients[]", gradients));
    }

    /**
     * One step of AdamW (Loshchilov and Hutter 2019, algorithm 2) in place; zeroes the gradients.
     *
     * @param settings float32 of learning rate, beta1, beta2, epsilon, weight decay
     * @param steps the number of this step, counted from 1, a scalar for each weight
     */
    public static void adamW(
            NDArray settings,
            List<NDArray> weights,
            List<NDArray> gradients,
            List<NDArray> first,
            List<NDArray> second,
            List<NDArray> steps) {
        Map<String, List<NDArray>> lists = new LinkedHashMap<>();
        lists.put("weights[]", weights);
        lists.put("gradients[]", gradients);
        lists.put("first[]", first);
        lists.put("second[]", second);
        lists.put("steps[]", steps);
        update(settings.getManager(), "adamw", settings, lists);
    }

    /** Runs a method on lists of long-lived arrays. The engine tells lists apart by the names of their arrays. */
    private static NDArray update(NDManager scope, String method, NDArray last, Map<String, List<NDArray>> lists) {
        NDList arguments = new NDList();
        lists.forEach((name, arrays) -> arrays.forEach(array -> {
            array.setName(name);
            arguments.add(array);
        }));
        List<NDArray> named = List.copyOf(arguments);
        arguments.add(last);
        try {
            NDArray result = run(method, arguments).singletonOrThrow();
            result.attach(scope);
            return result;
        } finally {
            named.forEach(array -> array.setName(null));
        }
    }

    private static NDArray call(String method, NDArray... arguments) {
        return run(method, new NDList(arguments)).singletonOrThrow();
    }

    private static NDList run(String method, NDList arguments) {
        return MODULE.run(method, arguments);
    }

    private static NDArray scalar(double value) {
        return SCALARS.computeIfAbsent(value, MANAGER::create);
    }
}
