package org.rlhfworkbench.reward.ranking;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;
import java.util.List;

/**
 * The loss of a reward model on rankings.
 *
 * <pre>
 * loss = −1/N Σ_prompts 1/|pairs| Σ_pairs w [ p log σ(r_better − r_worse − m) + (1 − p) log σ(r_worse − r_better + m) ]
 * </pre>
 *
 * <p>Ouyang et al. 2022, eq. 1, whose loss is the case p = 1, w = 1, m = 0; the margin m is Touvron et al. 2023 (Llama 2),
 * eq. 2; p = ½ is a tie as a soft label. As in Ouyang et al. the comparisons of one prompt are averaged first, since they
 * are correlated: a prompt with nine responses counts as much as one with two.
 *
 * <p>P comparisons in the batch, R responses of all its prompts.
 */
public final class RankingLoss {

    private RankingLoss() {}

    /**
     * @param scores (R), the scores of the first prompt's responses, then of the second's, and so on; float32 or float64
     * @param prompts the comparisons of each prompt; one that has none is left out of the average
     * @return the loss in nats, a scalar of the scores' type; 0 with zero gradients when there is nothing to compare
     * @throws IllegalArgumentException if R is not the sum of the prompts' responses
     */
    public static NDArray of(NDArray scores, List<Comparisons> prompts) {
        int responses = prompts.stream().mapToInt(Comparisons::responses).sum();
        if (scores.getShape().dimension() != 1 || scores.getShape().get(0) != responses) {
            throw new IllegalArgumentException("expected (" + responses + ") scores, not " + scores.getShape());
        }
        int pairs = prompts.stream().mapToInt(prompt -> prompt.list().size()).sum();
        if (pairs == 0) {
            return scores.sum().mul(0);
        }
        Table table = new Table(prompts, pairs);
        NDManager manager = scores.getManager();
        NDArray better = scores.gather(manager.create(table.better), 0); // (P)
        NDArray worse = scores.gather(manager.create(table.worse), 0); // (P)
        NDArray difference = better.sub(worse).sub(column(scores, table.margin)); // (P)
        NDArray won = logSigmoid(difference).mul(column(scores, table.wonShare)); // (P)
        NDArray lost = logSigmoid(difference.neg()).mul(column(scores, table.lostShare)); // (P)
        return won.add(lost).sum().neg(); // ()
    }

    /** log σ(x) = −log(1 + e^−x), which neither overflows nor loses the small values. */
    public static NDArray logSigmoid(NDArray x) {
        return Activation.softPlus(x.neg()).neg();
    }

    private static NDArray column(NDArray scores, double[] values) {
        DataType type = scores.getDataType();
        return scores.getManager().create(values).toType(type, false);
    }

    /** The comparisons of a batch as columns, each with its share of the mean. */
    private static final class Table {
        final long[] better;
        final long[] worse;
        final double[] margin;
        final double[] wonShare;
        final double[] lostShare;

        Table(List<Comparisons> prompts, int pairs) {
            better = new long[pairs];
            worse = new long[pairs];
            margin = new double[pairs];
            wonShare = new double[pairs];
            lostShare = new double[pairs];
            long compared =
                    prompts.stream().filter(prompt -> !prompt.list().isEmpty()).count();
            int row = 0;
            int offset = 0;
            for (Comparisons prompt : prompts) {
                for (Comparison comparison : prompt.list()) {
                    double share =
                            comparison.weight() / (compared * prompt.list().size());
                    better[row] = offset + comparison.better();
                    worse[row] = offset + comparison.worse();
                    margin[row] = comparison.margin();
                    wonShare[row] = share * comparison.preference();
                    lostShare[row] = share * (1 - comparison.preference());
                    row++;
                }
                offset += prompt.responses();
            }
        }
    }
}
