package org.rlhfworkbench.lm.tokenizer;

import java.util.Arrays;

/** Tokens with their mask, growing. */
final class TokenSequence {

    private int[] tokens = new int[64];
    private boolean[] fromAssistant = new boolean[64];
    private int length;

    void add(boolean assistant, int... more) {
        if (length + more.length > tokens.length) {
            int capacity = Math.max(2 * tokens.length, length + more.length);
            tokens = Arrays.copyOf(tokens, capacity);
            fromAssistant = Arrays.copyOf(fromAssistant, capacity);
        }
        System.arraycopy(more, 0, tokens, length, more.length);
        Arrays.fill(fromAssistant, length, length + more.length, assistant);
        length += more.length;
    }

    void keepFirst(int count) {
        length = Math.min(length, count);
    }

    int[] tokens() {
        return Arrays.copyOf(tokens, length);
    }

    RenderedChat rendered() {
        return new RenderedChat(tokens(), Arrays.copyOf(fromAssistant, length));
    }
}
