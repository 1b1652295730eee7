package org.rlhfworkbench.lm.sampling;

import java.util.Set;

/**
 * How tokens are drawn.
 *
 * @param temperature divides the logits; 0 takes the likeliest token
 * @param topK keeps the likeliest k tokens; 0 keeps all
 * @param topP keeps the smallest set of likeliest tokens whose mass reaches p; 1 keeps all
 * @param maxNewTokens the greatest number of new tokens
 * @param stopTokens tokens that end a response, kept as its last
 * @param seed of row 0; row i draws from {@code seed + i}
 */
public record SamplingSettings(
        double temperature, int topK, double topP, int maxNewTokens, Set<Integer> stopTokens, long seed) {

    public SamplingSettings {
        stopTokens = Set.copyOf(stopTokens);
        if (!(temperature >= 0)) {
            throw new IllegalArgumentException("A temperature is at least 0, not " + temperature);
        }
        if (topK < 0) {
            throw new IllegalArgumentException("top-k is at least 0 (0 keeps all), not " + topK);
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException("top-p lies in (0, 1], not " + topP);
        }
        if (maxNewTokens < 1) {
            throw new IllegalArgumentException("At least one new token is needed, not " + maxNewTokens);
        }
    }

    SamplingSettings withSeed(long ownSeed) {
        return new SamplingSettings(temperature, topK, topP, maxNewTokens, stopTokens, ownSeed);
    }
}
