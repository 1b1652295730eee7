package org.rlhfworkbench.lm.sampling;

/** Hears of each token as it is drawn. */
@FunctionalInterface
public interface TokenListener {

    /**
     * @param row the prompt's place in the batch
     * @param token the new token
     * @return whether this row should go on
     */
    boolean drawn(int row, int token);
}
