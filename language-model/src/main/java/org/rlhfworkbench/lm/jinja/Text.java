package org.rlhfworkbench.lm.jinja;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/**
 * Characters that know where they come from: written by the template, or typed by a person. Whatever a template does with
 * a message's content, cutting, trimming, joining or replacing, the typed characters stay known as such, so that a
 * {@code <|im_end|>} among them is never taken for the end of a turn.
 *
 * <p>Positions are UTF-16 indices here; what templates count is code points. Two texts are equal when their characters
 * are.
 */
public final class Text implements Value {

    static final Text EMPTY = new Text("", new int[0]);

    /** Of a source number, a start and an end, three a span. */
    private static final int WIDTH = 3;

    private final String chars;
    private final int[] spans;

    private Text(String chars, int[] spans) {
        this.chars = chars;
        this.spans = spans;
    }

    /**
     * Characters that a person typed.
     *
     * @param source which of a conversation's messages holds them
     * @param start UTF-16 index of the first
     * @param end one behind the last
     */
    public record Span(int source, int start, int end) {}

    /** Text of the template's own. */
    public static Text written(String chars) {
        return new Text(chars, new int[0]);
    }

    /** Text that a person typed into the message of this number. */
    public static Text typed(String chars, int source) {
        return chars.isEmpty() ? EMPTY : new Text(chars, new int[] {source, 0, chars.length()});
    }

    /** The typed parts in order, disjoint. */
    public List<Span> typedSpans() {
        List<Span> list = new ArrayList<>();
        for (int i = 0; i < spans.length; i += WIDTH) {
            list.add(new Span(spans[i], spans[i + 1], spans[i + 2]));
        }
        return list;
    }

    public int length() {
        return chars.length();
    }

    public boolean isEmpty() {
        return chars.isEmpty();
    }

    /** The part between two UTF-16 indices. */
    public Text substring(int from, int to) {
        return from == 0 && to == chars.length()
                ? this
                : new Builder().append(this, from, to).build();
    }

    Text substring(int from) {
        return substring(from, chars.length());
    }

    Text plus(Text other) {
        return new Builder().append(this).append(other).build();
    }

    /** Each code point replaced; what replaces a typed one counts as typed. */
    Text mapCodePoints(IntFunction<String> replacement) {
        return mapRuns(run -> {
            StringBuilder mapped = new StringBuilder(run.length());
            run.codePoints().forEach(codePoint -> mapped.append(replacement.apply(codePoint)));
            return mapped.toString();
        });
    }

    /** Each stretch of one source replaced as a whole. */
    Text mapRuns(UnaryOperator<String> replacement) {
        Builder builder = new Builder();
        int position = 0;
        for (Span span : typedSpans()) {
            builder.append(Text.written(replacement.apply(chars.substring(position, span.start))));
            builder.append(Text.typed(replacement.apply(chars.substring(span.start, span.end)), span.source));
            position = span.end;
        }
        return builder.append(Text.written(replacement.apply(chars.substring(position))))
                .build();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Text text && chars.equals(text.chars);
    }

    @Override
    public int hashCode() {
        return chars.hashCode();
    }

    @Override
    public String toString() {
        return chars;
    }

    /** Texts put together. */
    static final class Builder {

        private final StringBuilder chars = new StringBuilder();
        private int[] spans = new int[0];
        private int used;

        Builder append(Text text) {
            return append(text, 0, text.length());
        }

        Builder append(String written) {
            chars.append(written);
            return this;
        }

        Builder append(Text text, int from, int to) {
            int shift = chars.length() - from;
            for (int i = 0; i < text.spans.length; i += WIDTH) {
                int start = Math.max(from, text.spans[i + 1]);
                int end = Math.min(to, text.spans[i + 2]);
                if (start < end) {
                    mark(text.spans[i], start + shift, end + shift);
                }
            }
            chars.append(text.chars, from, to);
            return this;
        }

        private void mark(int source, int start, int end) {
            if (used > 0 && spans[used - WIDTH] == source && spans[used - 1] == start) {
                spans[used - 1] = end;
                return;
            }
            if (used == spans.length) {
                spans = Arrays.copyOf(spans, Math.max(2 * WIDTH, 2 * used));
            }
            spans[used++] = source;
            spans[used++] = start;
            spans[used++] = end;
        }

        int length() {
            return chars.length();
        }

        Text build() {
            return chars.isEmpty() ? EMPTY : new Text(chars.toString(), Arrays.copyOf(spans, used));
        }
    }
}
