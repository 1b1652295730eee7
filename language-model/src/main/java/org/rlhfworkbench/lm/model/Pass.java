package org.rlhfworkbench.lm.model;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/**
 * What one pass through the transformer sees: which positions are padding, and the cache if there is one.
 *
 * <p>Positions are the exclusive cumulative sum of the mask, so that a row padded on the left counts from its first real
 * token (Huang et al., "The N Implementation Details of RLHF with PPO", detail 2).
 */
public final class Pass {

    private final @Nullable NDArray mask; //                              (B, S), null: plainly causal
    private final @Nullable KeyValueCache cache;

    private Pass(@Nullable NDArray mask, @Nullable KeyValueCache cache) {
        this.mask = mask;
        this.cache = cache;
    }

    /** Whole sequences, for training and scoring. */
    public static Pass over(TokenBatch batch) {
        return new Pass(batch.padding() == TokenBatch.Padding.LEFT ? batch.mask() : null, null);
    }

    /** Prompts, whose keys and values the cache keeps. */
    public static Pass prefill(TokenBatch batch, KeyValueCache cache) {
        return new Pass(over(batch).mask, cache);
    }

    /**
     * One further token a row.
     *
     * @param mask (B, S) over all positions so far, the new one included; null where none of them is padding
     */
    public static Pass next(@Nullable NDArray mask, KeyValueCache cache) {
        return new Pass(mask, cache);
    }

    @Nullable
    NDArray mask() {
        return mask;
    }

    @Nullable
    KeyValueCache cache() {
        return cache;
    }
}
