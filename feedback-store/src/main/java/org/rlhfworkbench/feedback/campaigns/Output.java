package org.rlhfworkbench.feedback.campaigns;

import org.jspecify.annotations.Nullable;

/**
 * What a model answered. Never show a labeler the model, the seed or the key: the key may name the model.
 *
 * @param key the id within its item
 * @param model the name that the file gave
 */
public record Output(
        long id,
        String key,
        String content,
        @Nullable Long modelId,
        @Nullable String model,
        @Nullable Long seed,
        @Nullable String finishReason) {}
