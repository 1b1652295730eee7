package org.rlhfworkbench.lm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.jspecify.annotations.Nullable;

/**
 * What one pass through the transformer sees: each token's position, who attends to whom, and the cache if there is one.
 *
 * <p>Positions are the exclusive cumulative sum of the mask, so that a row padded on the left counts from its first real
 * token (Huang et al., "The N Implementation Details of RLHF with PPO", detail 2).
 */
public final class Pass {

    private static final float MASKED = -1e9f;

    private final NDArray positions; //                                   (B, T) int64
    private final @Nullable NDArray bias; //                              (B, 1, T, S), null: plainly causal
    private final @Nullable KeyValueCache cache;

    private Pass(NDArray positions, @Nullable NDArray bias, @Nullable KeyValueCache cache) {
        this.positions = positions;
        this.bias = bias;
        this.cache = cache;
    }

    /** Whole sequences, for training and scoring. */
    public static Pass over(TokenBatch batch) {
        NDArray positions = positions(batch.mask());
        boolean causalIsEnough = batch.padding() != TokenBatch.Padding.LEFT;
        return new Pass(positions, causalIsEnough ? null : causalBias(batch.mask()), null);
    }

    /** Prompts, whose keys and values the cache keeps. */
    public static Pass prefill(TokenBatch batch, KeyValueCache cache) {
        Pass plain = over(batch);
        return new Pass(plain.positions, plain.bias, cache);
    }

    /**
     * One further token a row. A row that has come to the end of the context stays at its last position: it is only
     * carried along with those that go on.
     *
     * @param mask (B, S) over all positions so far, the new one included
     * @param padded whether any of them is padding
     */
    public static Pass next(NDArray mask, boolean padded, KeyValueCache cache) {
        long last = mask.getShape().get(1) - 1;
        NDArray positions = positions(mask).get(":, " + last + ":").minimum(cache.lastPosition()); // (B, 1)
        NDArray bias = padded ? mask.sub(1f).mul(-MASKED).expandDims(1).expandDims(1) : null; //   (B, 1, 1, S)
        return new Pass(positions, bias, cache);
    }

    private static NDArray positions(NDArray mask) {
        return mask.cumSum(1).sub(mask).toType(DataType.INT64, false);
    }

    private static NDArray causalBias(NDArray mask) {
        NDManager manager = mask.getManager();
        long length = mask.getShape().get(1);
        NDArray later = manager.ones(new Shape(length, length))
                .sub(manager.arange(length)
                        .expandDims(1)
                        .gte(manager.arange(length))
                        .toType(DataType.FLOAT32, false)); // (T, T)
        NDArray padded = mask.mul(-1f).add(1f).expandDims(1).expandDims(1); //        (B, 1, 1, T)
        return later.add(padded).minimum(1f).mul(MASKED); //                           (B, 1, T, T)
    }

    NDArray positions() {
        return positions;
    }

    @Nullable
    NDArray bias() {
        return bias;
    }

    @Nullable
    KeyValueCache cache() {
        return cache;
    }
}
