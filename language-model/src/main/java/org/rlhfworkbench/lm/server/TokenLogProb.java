package org.rlhfworkbench.lm.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.rlhfworkbench.lm.sampling.Drawn;
import org.rlhfworkbench.lm.tokenizer.Tokenizer;

/**
 * A token's text and log-probability.
 *
 * @param text of the token alone; a part of a character shows as U+FFFD
 * @param logProb natural, under the untempered distribution, as {@code workbench score} gives it
 * @param likeliest the likeliest tokens in its place, without any of their own
 */
record TokenLogProb(String text, double logProb, List<TokenLogProb> likeliest) {

    static TokenLogProb of(Drawn drawn, Tokenizer tokenizer) {
        Drawn.Likeliest found = Objects.requireNonNull(drawn.likeliest());
        List<TokenLogProb> others = new ArrayList<>();
        for (int i = 0; i < found.tokens().length; i++) {
            others.add(new TokenLogProb(text(found.tokens()[i], tokenizer), found.logProbs()[i], List.of()));
        }
        return new TokenLogProb(text(drawn.token(), tokenizer), found.logProb(), others);
    }

    private static String text(int token, Tokenizer tokenizer) {
        return tokenizer.decode(new int[] {token}, false);
    }

    /** Whether the text is all there is of the token. */
    boolean isWhole() {
        return text.indexOf('\uFFFD') < 0;
    }
}
