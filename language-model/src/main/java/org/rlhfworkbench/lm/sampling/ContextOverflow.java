package org.rlhfworkbench.lm.sampling;

/** A prompt that leaves no room for an answer. */
public final class ContextOverflow extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ContextOverflow(int promptTokens, int contextLength) {
        super("The prompt has " + promptTokens + " tokens and the model's context is " + contextLength
                + ": shorten the prompt, or use a model with a longer context.");
    }
}
