package org.rlhfworkbench.feedback.assignment;

/**
 * An output as a labeler may see it.
 *
 * @param key for the judgement; keep it on the server, it may name the model
 */
public record ShownOutput(String key, String content) {}
