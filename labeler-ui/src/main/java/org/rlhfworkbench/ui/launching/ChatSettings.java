package org.rlhfworkbench.ui.launching;

import org.jspecify.annotations.Nullable;

/**
 * How an answer is drawn.
 *
 * @param temperature 0 takes the likeliest token
 * @param topP keeps the smallest set of likeliest tokens whose mass reaches it
 * @param topK keeps the likeliest k; 0 keeps all
 * @param maxTokens the longest answer
 * @param seed null for another answer each time
 */
public record ChatSettings(
        double temperature,
        double topP,
        int topK,
        int maxTokens,
        @Nullable Long seed) {
    public static final ChatSettings DEFAULT = new ChatSettings(0.7, 1, 0, 200, null);

    public ChatSettings {
        if (!(temperature >= 0) || !(topP > 0 && topP <= 1) || topK < 0 || maxTokens < 1) {
            throw new IllegalArgumentException("settings out of range: " + temperature + ", " + topP + ", " + topK);
        }
    }
}
