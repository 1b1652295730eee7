package org.rlhfworkbench.reward.ranking;

/**
 * One response of a prompt set against another one.
 *
 * @param better the position, among the prompt's responses, of the preferred one; of either one in a tie
 * @param worse the position of the other one
 * @param preference the probability that people prefer {@code better}: 1 in a win, ½ in a tie
 * @param margin by how much its score should be higher, in units of the score, at least 0
 * @param weight what the comparison counts beside others, above 0
 */
public record Comparison(int better, int worse, double preference, double margin, double weight) {

    public Comparison {
        if (better == worse || better < 0 || worse < 0) {
            throw new IllegalArgumentException("a comparison needs two responses, not " + better + " and " + worse);
        }
        if (!(preference >= 0.5 && preference <= 1)) {
            throw new IllegalArgumentException("a preference lies between 0.5 and 1: " + preference);
        }
        if (!(margin >= 0 && margin < Double.POSITIVE_INFINITY && weight > 0 && weight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "a margin is at least 0 and a weight above 0: " + margin + ", " + weight);
        }
    }

    public static Comparison win(int better, int worse) {
        return new Comparison(better, worse, 1, 0, 1);
    }

    public static Comparison tie(int one, int other) {
        return new Comparison(one, other, 0.5, 0, 1);
    }

    public boolean isTie() {
        return preference == 0.5;
    }

    public Comparison withMargin(double margin) {
        return new Comparison(better, worse, preference, margin, weight);
    }
}
