package org.rlhfworkbench.policy.ppo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What one update learns from: its episodes, and how much better than expected each token was.
 *
 * @param advantages a row an episode, a number a token; whitened over all of them
 * @param returns the same, in units of the score
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, copied by nobody
record Experience(List<Episode> episodes, float[][] advantages, float[][] returns) {

    /** Penalises divergence from the reference, token by token, and estimates the advantages. */
    static Experience of(NDManager manager, List<Episode> episodes, double klCoefficient, PpoSettings settings) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray mask = column(scope, episodes, Experience::ones); //                     (B, T)
            NDArray logProbs = column(scope, episodes, Episode::logProbs); //                (B, T)
            NDArray refLogProbs = column(scope, episodes, Episode::refLogProbs); //          (B, T)
            NDArray values = column(scope, episodes, Episode::values); //                    (B, T)
            NDArray scores = scope.create(scores(episodes)); //                              (B)
            NDArray rewards = Advantages.rewards(logProbs, refLogProbs, scores, mask, klCoefficient); // (B, T)
            if (settings.whitenRewards()) {
                rewards = Advantages.whitenedRewards(rewards, mask); //                      (B, T)
            }
            Advantages estimate = Advantages.estimate(rewards, values, mask, settings.gamma(), settings.lambda())
                    .whitened(mask);
            return new Experience(
                    episodes, ragged(estimate.advantages(), episodes), ragged(estimate.returns(), episodes));
        }
    }

    /** What was said of some of the episodes when they were sampled, in the losses' arrays. */
    PpoLoss.Then then(NDManager manager, List<Integer> rows) {
        List<Episode> some = rows.stream().map(episodes::get).toList();
        return new PpoLoss.Then(
                column(manager, some, Episode::logProbs),
                column(manager, some, Episode::values),
                new Advantages(chosen(manager, some, advantages, rows), chosen(manager, some, returns, rows)));
    }

    List<Response> responses(List<Integer> rows) {
        return rows.stream().map(row -> episodes.get(row).response()).toList();
    }

    int tokens(List<Integer> rows) {
        return rows.stream().mapToInt(row -> episodes.get(row).length()).sum();
    }

    /** 1 − Var(returns − values) / Var(returns) over all tokens: 1 where the value head foresees everything. */
    double explainedVariance() {
        double[] errors = IntStream.range(0, returns.length)
                .boxed()
                .flatMapToDouble(b -> IntStream.range(0, returns[b].length)
                        .mapToDouble(t -> returns[b][t] - episodes.get(b).values()[t]))
                .toArray();
        double[] targets = Arrays.stream(returns)
                .flatMapToDouble(row -> IntStream.range(0, row.length).mapToDouble(t -> row[t]))
                .toArray();
        double variance = variance(targets);
        return variance > 0 ? 1 - variance(errors) / variance : 0;
    }

    private static double variance(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        return Arrays.stream(values).map(x -> (x - mean) * (x - mean)).average().orElse(0);
    }

    private static NDArray chosen(NDManager manager, List<Episode> some, float[][] all, List<Integer> rows) {
        return padded(manager, some, rows.stream().map(row -> all[row]).toList());
    }

    private static NDArray column(NDManager manager, List<Episode> episodes, Function<Episode, float[]> values) {
        return padded(manager, episodes, episodes.stream().map(values).toList());
    }

    private static NDArray padded(NDManager manager, List<Episode> episodes, List<float[]> rows) {
        int longest = episodes.stream().mapToInt(Episode::length).max().orElseThrow();
        float[] flat = new float[rows.size() * longest];
        for (int b = 0; b < rows.size(); b++) {
            System.arraycopy(rows.get(b), 0, flat, b * longest, rows.get(b).length);
        }
        return manager.create(flat, new Shape(rows.size(), longest));
    }

    private static float[][] ragged(NDArray array, List<Episode> episodes) {
        float[] flat = array.toFloatArray();
        int longest = (int) array.getShape().get(1);
        float[][] rows = new float[episodes.size()][];
        for (int b = 0; b < rows.length; b++) {
            rows[b] = Arrays.copyOfRange(
                    flat, b * longest, b * longest + episodes.get(b).length());
        }
        return rows;
    }

    private static float[] ones(Episode episode) {
        float[] ones = new float[episode.length()];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static float[] scores(List<Episode> episodes) {
        float[] scores = new float[episodes.size()];
        for (int b = 0; b < scores.length; b++) {
            scores[b] = episodes.get(b).score();
        }
        return scores;
    }
}
