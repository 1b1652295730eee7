package org.rlhfworkbench.lm.server;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has come of one answer so far. */
final class Written {

    private final int index;
    private final @Nullable List<TokenLogProb> tokens;
    private final StringBuilder text = new StringBuilder();
    private String finishReason = "";
    private int drawn;

    /**
     * Nothing yet.
     *
     * @param logProbs whether log-probabilities are wanted
     */
    Written(int index, boolean logProbs) {
        this.index = index;
        this.tokens = logProbs ? new ArrayList<>() : null;
    }

    void add(GenerationJob.Piece piece) {
        text.append(piece.text());
        if (tokens != null) {
            tokens.addAll(piece.tokens());
        }
    }

    void end(GenerationJob.Finished finished) {
        finishReason = finished.finishReason();
        drawn = finished.tokens();
    }

    int index() {
        return index;
    }

    String text() {
        return text.toString();
    }

    /** How many characters it has, those outside of the basic plane counted once. */
    int characters() {
        return text.codePointCount(0, text.length());
    }

    /** With their log-probabilities; null if these are not wanted. */
    @Nullable
    List<TokenLogProb> tokens() {
        return tokens;
    }

    String finishReason() {
        return finishReason;
    }

    /** Tokens drawn. */
    int drawn() {
        return drawn;
    }
}
