package org.rlhfworkbench.lm.tokenizer;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.jinja.Text;

/**
 * A rendered conversation as tokens that begin, for each of its answers, with those that the answer was sampled after. As
 * a rule that is what tokenizing the whole gives; where a token would span the border, the two sides are tokenized apart,
 * because a model cannot produce the second half of a token.
 */
final class AnswerTokens {

    private final Tokenizer tokenizer;
    private final Text text;
    private final List<Answer> answers;
    private final int[] starts;
    private int[] tokens = {};

    /**
     * An answer in a rendered conversation.
     *
     * @param message its place in the conversation
     * @param start the UTF-16 index in the text where sampling would begin
     */
    record Answer(int message, int start) {}

    /** @param answers in order */
    AnswerTokens(Tokenizer tokenizer, Text text, List<Answer> answers) {
        this.tokenizer = tokenizer;
        this.text = text;
        this.answers = answers;
        this.starts = new int[answers.size()];
        int from = 0;
        for (int i = 0; i < starts.length; i++) {
            goOn(from, answers.get(i).start);
            starts[i] = tokens.length;
            from = answers.get(i).start;
        }
        goOn(from, text.length());
    }

    private void goOn(int from, int to) {
        int[] whole = tokenizer.encode(text.substring(0, to));
        if (whole.length >= tokens.length && Arrays.equals(whole, 0, tokens.length, tokens, 0, tokens.length)) {
            tokens = whole;
            return;
        }
        int[] more = tokenizer.encode(text.substring(from, to));
        int before = tokens.length;
        tokens = Arrays.copyOf(tokens, before + more.length);
        System.arraycopy(more, 0, tokens, before, more.length);
    }

    int[] tokens() {
        return tokens;
    }

    /** Each answer with the token that ends it; one that the template does not end so is not learned from. */
    RenderedChat rendered(Set<Integer> stopTokens) {
        boolean[] fromAssistant = new boolean[tokens.length];
        List<SpecialTokens.Occurrence> stops = tokenizer.writtenSpecialTokens(text).stream()
                .filter(occurrence -> stopTokens.contains(occurrence.id()))
                .toList();
        for (int i = 0; i < starts.length; i++) {
            SpecialTokens.Occurrence stop = stop(answers.get(i), stops);
            int end = starts[i];
            while (stop != null && end < tokens.length && tokens[end] != stop.id()) {
                end++;
            }
            if (stop != null && end < tokens.length) {
                Arrays.fill(fromAssistant, starts[i], end + 1, true);
            }
        }
        return new RenderedChat(tokens, fromAssistant);
    }

    /** The stop token behind an answer; null if something that another message says comes first. */
    private SpecialTokens.@Nullable Occurrence stop(Answer answer, List<SpecialTokens.Occurrence> stops) {
        int limit = text.typedSpans().stream()
                .filter(span -> span.start() >= answer.start && span.source() != answer.message)
                .mapToInt(Text.Span::start)
                .findFirst()
                .orElse(text.length());
        return stops.stream()
                .filter(stop -> stop.start() >= answer.start && stop.end() <= limit)
                .findFirst()
                .orElse(null);
    }
}
