package org.rlhfworkbench.lm.kernel;

import java.util.List;

/**
 * How one row's token is drawn.
 *
 * @param uniform a number in [0, 1) that picks the token by its place in the cumulative distribution
 * @param temperature divides the logits; 0 takes the likeliest token
 * @param topK keeps the likeliest k tokens; 0 keeps all
 * @param topP keeps the smallest set of likeliest tokens whose mass reaches p; 1 keeps all
 */
public record Draw(float uniform, double temperature, int topK, double topP) {

    private static final int GREEDY = 1;
    private static final int SAMPLED = 2;
    private static final int NUCLEUS = 4;

    /** The fields of each row in turn, (B, 4). */
    static float[] table(List<Draw> rows) {
        float[] table = new float[4 * rows.size()];
        int at = 0;
        for (Draw row : rows) {
            table[at++] = row.uniform;
            table[at++] = (float) row.temperature;
            table[at++] = row.topK;
            table[at++] = (float) row.topP;
        }
        return table;
    }

    /** Which steps any of the rows needs. */
    static int kinds(List<Draw> rows) {
        int kinds = 0;
        for (Draw row : rows) {
            kinds |= row.temperature == 0 ? GREEDY : row.topP < 1 ? SAMPLED | NUCLEUS : SAMPLED;
        }
        return kinds;
    }

    /** The greatest number of tokens that a row keeps, 0 where none keeps fewer than all of them. */
    static int mostKept(List<Draw> rows, int vocabularySize) {
        int most = 0;
        for (Draw row : rows) {
            if (row.temperature > 0) {
                most = Math.max(most, Math.min(row.topK, vocabularySize));
            }
        }
        return most;
    }
}
