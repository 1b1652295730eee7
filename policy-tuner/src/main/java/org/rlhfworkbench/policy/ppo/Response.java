package org.rlhfworkbench.policy.ppo;

/**
 * What the policy wrote after a prompt.
 *
 * @param tokens its end token included, where it has one
 * @param logProbs of each token when it was drawn, in nats, temperature applied
 * @param ended whether it ended by itself and not at the limit
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, copied by nobody
record Response(PpoPrompt prompt, int[] tokens, float[] logProbs, boolean ended) {

    /** Prompt and response, as the networks read them. */
    int[] row() {
        int[] row = java.util.Arrays.copyOf(prompt.tokens(), prompt.tokens().length + tokens.length);
        System.arraycopy(tokens, 0, row, prompt.tokens().length, tokens.length);
        return row;
    }
}
