package org.rlhfworkbench.lm.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.kernel.Kernels;

/**
 * What was likely in each row of a step.
 *
 * @param count n, tokens told of in each row
 * @param drawn log-probabilities of the drawn tokens, B of them
 * @param tokens the likeliest, B · n
 * @param logProbs theirs, B · n
 */
record Likely(int count, float[] drawn, long[] tokens, float[] logProbs) {

    private static final Likely NOTHING = new Likely(0, new float[0], new long[0], new float[0]);

    /**
     * @param logits (B, V)
     * @param drawn (B) int64
     * @param most the most that any row asks for; {@link Sequence#NONE} where none does
     */
    static Likely of(NDArray logits, NDArray drawn, int most) {
        if (most == Sequence.NONE) {
            return NOTHING;
        }
        int count = (int) Math.min(Math.max(most, 1), logits.getShape().get(1));
        NDList found = Kernels.likeliest(logits, drawn, count); // (B, 1), (B, n), (B, n)
        return new Likely(
                count,
                found.get(0).toFloatArray(),
                found.get(1).toLongArray(),
                found.get(2).toFloatArray());
    }

    /** What a row hears that asks for so many. */
    Drawn.@Nullable Likeliest of(int row, int wanted) {
        if (wanted == Sequence.NONE) {
            return null;
        }
        int from = row * count;
        int to = from + Math.min(wanted, count);
        return new Drawn.Likeliest(
                drawn[row],
                Arrays.stream(tokens, from, to).mapToInt(token -> (int) token).toArray(),
                Arrays.copyOfRange(logProbs, from, to));
    }
}
