package org.rlhfworkbench.lm.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Text from tokens that come one at a time. A character that spans several tokens is held back until it is whole, and
 * the pieces joined are what decoding all the tokens at once gives. Only NUL, which byte-level vocabularies can write and
 * no database stores as text, shows as an unknown character.
 *
 * <p>Not safe for several threads.
 */
public final class StreamingDecoder {

    private static final char REPLACEMENT = '\uFFFD';

    /** More tokens than one character can span. */
    private static final int CONTEXT = 16;

    private final Tokenizer tokenizer;
    private final List<Integer> ids = new ArrayList<>();

    /** Decoding starts here, at the tokens of the piece before, because a first token may decode differently. */
    private int context;

    private int given;

    /**
     * A decoder in mid-text.
     *
     * @param before the tokens that precede; none for the beginning of a text
     */
    StreamingDecoder(Tokenizer tokenizer, int[] before) {
        this.tokenizer = tokenizer;
        for (int id : Arrays.copyOfRange(before, Math.max(0, before.length - CONTEXT), before.length)) {
            if (!tokenizer.isSpecial(id)) {
                ids.add(id);
            }
        }
        given = ids.size();
    }

    /** The text that this token completes; empty while a character is incomplete or the token is special. */
    public String next(int id) {
        if (tokenizer.isSpecial(id)) {
            return "";
        }
        ids.add(id);
        String text = decode(ids.size());
        return text.isEmpty() || text.charAt(text.length() - 1) == REPLACEMENT ? "" : piece(text);
    }

    /** What is still held back when no more tokens come. */
    public String rest() {
        return given == ids.size() ? "" : piece(decode(ids.size()));
    }

    private String piece(String text) {
        String before = decode(given);
        if (text.length() <= before.length()) {
            return "";
        }
        context = given;
        given = ids.size();
        return text.substring(before.length()).replace('\0', REPLACEMENT);
    }

    private String decode(int end) {
        return tokenizer.decode(ids.subList(context, end), true);
    }
}
