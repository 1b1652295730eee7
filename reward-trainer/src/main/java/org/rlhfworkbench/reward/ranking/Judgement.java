package org.rlhfworkbench.reward.ranking;

import org.jspecify.annotations.Nullable;

/**
 * What one person said of a prompt's responses.
 *
 * @param labeler a pseudonym; null where the file does not say
 * @param comparisons what the person's ranking implies, ties included
 */
public record Judgement(@Nullable String labeler, Comparisons comparisons) {}
