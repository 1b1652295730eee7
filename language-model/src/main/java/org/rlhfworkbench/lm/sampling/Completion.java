package org.rlhfworkbench.lm.sampling;

/**
 * What the model wrote after a prompt.
 *
 * @param tokens the new tokens, a stop token included
 * @param logProbs their natural log-probabilities under the tempered, untruncated distribution
 * @param finishReason {@link #STOP} or {@link #LENGTH}
 * @param seed the row's own seed: with it the row can be drawn again alone
 */
public record Completion(int[] tokens, float[] logProbs, String finishReason, long seed) {

    public static final String STOP = "stop";
    public static final String LENGTH = "length";

    public boolean stopped() {
        return finishReason.equals(STOP);
    }
}
