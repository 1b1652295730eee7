package org.rlhfworkbench.lm.sampling;

import org.jspecify.annotations.Nullable;

/**
 * One drawn token.
 *
 * @param token the new token
 * @param logProb its natural log-probability under the tempered, untruncated distribution
 * @param likeliest what else was likely; null unless it was asked for
 */
public record Drawn(int token, float logProb, @Nullable Likeliest likeliest) {

    /**
     * What the untempered distribution says.
     *
     * @param logProb natural log-probability of the drawn token
     * @param tokens the likeliest tokens, likeliest first
     * @param logProbs theirs
     */
    public record Likeliest(float logProb, int[] tokens, float[] logProbs) {}
}
