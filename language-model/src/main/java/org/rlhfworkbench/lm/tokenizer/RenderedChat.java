package org.rlhfworkbench.lm.tokenizer;

/**
 * A conversation as token ids.
 *
 * @param tokens what the model reads
 * @param fromAssistant of the same length: whether the assistant wrote this token and so is trained on it; its turns'
 *     end tokens count
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, copied by nobody
public record RenderedChat(int[] tokens, boolean[] fromAssistant) {

    public RenderedChat {
        if (tokens.length != fromAssistant.length) {
            throw new IllegalArgumentException(tokens.length + " tokens, " + fromAssistant.length + " mask entries");
        }
    }

    public int length() {
        return tokens.length;
    }

    /** How many tokens are trained on. */
    public int assistantTokens() {
        int count = 0;
        for (boolean assistant : fromAssistant) {
            count += assistant ? 1 : 0;
        }
        return count;
    }
}
