package org.rlhfworkbench.feedback.demonstrations;

/**
 * What a model suggested and the author took in, before any edit. With the finished turn it shows what the person
 * changed.
 *
 * @param turn index of the message it went into
 * @param model name of the model that wrote it
 */
public record Suggestion(int turn, String model, String text) {}
