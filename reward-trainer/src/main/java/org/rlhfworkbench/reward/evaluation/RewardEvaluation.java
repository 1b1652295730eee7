package org.rlhfworkbench.reward.evaluation;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.run.Figure;
import org.rlhfworkbench.reward.ranking.Comparison;
import org.rlhfworkbench.reward.ranking.JudgedPrompt;
import org.rlhfworkbench.reward.ranking.RankingLoss;
import org.rlhfworkbench.reward.ranking.Ties;

/**
 * How well scores agree with people on prompts that training never saw. Ties of people are left out everywhere; what two
 * people said of one pair counts twice.
 *
 * @param accuracy the share of comparisons in which the preferred response has the higher score; an equal one counts half
 * @param logLoss −log σ(r_better − r_worse), in nats a comparison
 * @param ece expected calibration error over ten bins of the probability given to the predicted winner (Guo et al. 2017)
 * @param pairs how many comparisons were judged
 * @param baselines what simple rules reach on the same comparisons
 * @param humanCeiling the share of comparisons, made by two people, on which they agree; null where nobody overlaps
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RewardEvaluation(
        Figure accuracy,
        Figure logLoss,
        Figure ece,
        Figure pairs,
        Baselines baselines,
        @Nullable Figure humanCeiling) {

    /**
     * @param longerWins the response with more characters wins; equal lengths count half
     */
    public record Baselines(Figure longerWins) {}

    private static final int BINS = 10;
    private static final int RESAMPLES = 500;

    /**
     * @param prompts with what people said
     * @param scores of each prompt's responses, such that a difference is the log-odds of being preferred
     * @return null when there is no comparison to judge
     */
    public static @Nullable RewardEvaluation of(List<JudgedPrompt> prompts, List<float[]> scores) {
        Clusters right = new Clusters();
        Clusters loss = new Clusters();
        Clusters longer = new Clusters();
        List<List<Prediction>> predictions = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            JudgedPrompt prompt = prompts.get(i);
            float[] given = scores.get(i);
            List<Comparison> wins = prompt.comparisons(Ties.DROP).list();
            right.add(sum(wins, win -> success(given[win.better()] - given[win.worse()])), wins.size());
            loss.add(sum(wins, win -> -logSigmoid(given[win.better()] - given[win.worse()])), wins.size());
            longer.add(
                    sum(wins, win -> success(prompt.length(win.better()) - prompt.length(win.worse()))), wins.size());
            predictions.add(wins.stream()
                    .map(win -> Prediction.of(given[win.better()] - given[win.worse()]))
                    .toList());
        }
        if (right.isEmpty()) {
            return null;
        }
        return new RewardEvaluation(
                right.share(),
                loss.average(),
                calibrationError(predictions),
                Figure.exactly(right.count(), right.count()),
                new Baselines(longer.share()),
                humanCeiling(prompts));
    }

    private static double sum(List<Comparison> wins, ToDoubleFunction<Comparison> f) {
        return wins.stream().mapToDouble(f).sum();
    }

    private static double success(double difference) {
        return difference > 0 ? 1 : difference == 0 ? 0.5 : 0;
    }

    /** As {@link RankingLoss#logSigmoid}, for one number. */
    private static double logSigmoid(double x) {
        return Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)));
    }

    private record Prediction(double confidence, double right) {

        static Prediction of(double difference) {
            return new Prediction(1 / (1 + Math.exp(-Math.abs(difference))), success(difference));
        }
    }

    /** The interval is a percentile bootstrap over prompts, with a fixed seed. */
    private static Figure calibrationError(List<List<Prediction>> prompts) {
        List<Prediction> all = prompts.stream().flatMap(List::stream).toList();
        Random random = new Random(0);
        double[] resampled = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            List<Prediction> drawn = new ArrayList<>();
            for (int j = 0; j < prompts.size(); j++) {
                drawn.addAll(prompts.get(random.nextInt(prompts.size())));
            }
            resampled[i] = drawn.isEmpty() ? 0 : binnedGap(drawn);
        }
        java.util.Arrays.sort(resampled);
        return new Figure(
                binnedGap(all), all.size(), resampled[RESAMPLES / 40], resampled[RESAMPLES - 1 - RESAMPLES / 40]);
    }

    private static double binnedGap(List<Prediction> predictions) {
        double[] gap = new double[BINS];
        for (Prediction prediction : predictions) {
            int bin = (int) Math.min(BINS - 1, (prediction.confidence - 0.5) * 2 * BINS);
            gap[bin] += prediction.right - prediction.confidence;
        }
        return java.util.Arrays.stream(gap).map(Math::abs).sum() / predictions.size();
    }

    private static @Nullable Figure humanCeiling(List<JudgedPrompt> prompts) {
        Clusters agreement = new Clusters();
        for (JudgedPrompt prompt : prompts) {
            long agreed = 0;
            long both = 0;
            for (int i = 0; i < prompt.judgements().size(); i++) {
                for (int j = 0; j < i; j++) {
                    for (Comparison one :
                            prompt.judgements().get(i).comparisons().wins()) {
                        for (Comparison other :
                                prompt.judgements().get(j).comparisons().wins()) {
                            boolean same = one.better() == other.better() && one.worse() == other.worse();
                            boolean opposite = one.better() == other.worse() && one.worse() == other.better();
                            agreed += same ? 1 : 0;
                            both += same || opposite ? 1 : 0;
                        }
                    }
                }
            }
            agreement.add(agreed, both);
        }
        return agreement.isEmpty() ? null : agreement.share();
    }
}
