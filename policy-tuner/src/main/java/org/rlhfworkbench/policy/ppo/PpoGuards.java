package org.rlhfworkbench.policy.ppo;

import java.util.List;
import org.rlhfworkbench.lm.run.RunFailure;

/** Stops a run that can no longer succeed, and says why in plain words. */
final class PpoGuards {

    /** Single precision leaves differences of about 1e-5 between a cached and a whole pass. */
    private static final double LOG_PROB_TOLERANCE = 5e-3;

    private static final double RATIO_TOLERANCE = 1e-3;
    private static final double STANDARD_ERRORS_BELOW_ZERO = 3;
    private static final double NOTICEABLE_KL = 0.05;
    private static final int NEGATIVE_UPDATES = 3;

    private final double maximumKl;
    private int negativeUpdates;

    PpoGuards(double maximumKl) {
        this.maximumKl = maximumKl;
    }

    /** Before anything is learned, recomputed log-probabilities equal those of sampling. */
    void requireSameLogProbs(List<Episode> episodes) {
        double worst = 0;
        for (Episode episode : episodes) {
            for (int t = 0; t < episode.length(); t++) {
                worst = Math.max(
                        worst,
                        Math.abs(episode.logProbs()[t] - episode.response().logProbs()[t]));
            }
        }
        if (!(worst <= LOG_PROB_TOLERANCE)) {
            throw new RunFailure(
                    "Before the first update the recomputed log-probability of a sampled token differs by " + worst
                            + " nats from the one at sampling; at most " + LOG_PROB_TOLERANCE + " is rounding",
                    "Sampling and training do not see the same: another temperature, position, mask or chat template",
                    "This is a defect of the program, not of your data; please report it with this run's config.json");
        }
    }

    /** In the first pass over fresh samples the policy has not moved: ratio 1, no KL, nothing clipped. */
    void requireUnmoved(double ratio, double approximateKl, double clipFraction) {
        boolean unmoved =
                Math.abs(ratio - 1) <= RATIO_TOLERANCE && approximateKl <= RATIO_TOLERANCE && clipFraction == 0;
        if (!unmoved) {
            throw new RunFailure(
                    "In the first pass of the first update the ratio is " + ratio + ", the approximate KL "
                            + approximateKl + " and the clip fraction " + clipFraction + "; they must be 1, 0 and 0",
                    "The losses do not see the tokens that were sampled",
                    "This is a defect of the program, not of your data; please report it with this run's config.json");
        }
    }

    void requireFinite(long update, double loss) {
        if (!Double.isFinite(loss)) {
            throw new RunFailure(
                    "The loss of update " + update + " is not a number",
                    "The learning rate is likely too high",
                    "Lower --lr and resume; the last checkpoint is whole");
        }
    }

    /** The divergence from the reference is neither run away nor, for several updates, below zero beyond chance. */
    void requireSaneKl(long update, List<Episode> episodes) {
        double[] kl = episodes.stream().mapToDouble(Episode::kl).toArray();
        double mean = java.util.Arrays.stream(kl).average().orElse(0);
        if (mean > maximumKl) {
            throw new RunFailure(
                    "At update " + update + " the policy is " + Math.round(mean)
                            + " nats a response away from its reference, more than the limit of " + maximumKl,
                    "The policy has left the texts that the reward model was trained on, so its scores mean little",
                    "Raise --kl-coefficient or lower --lr, and begin again or resume from the last checkpoint");
        }
        double variance = 0;
        for (double one : kl) {
            variance += (one - mean) * (one - mean) / Math.max(1, kl.length - 1);
        }
        boolean negative =
                mean < -NOTICEABLE_KL && mean < -STANDARD_ERRORS_BELOW_ZERO * Math.sqrt(variance / kl.length);
        negativeUpdates = negative ? negativeUpdates + 1 : 0;
        if (negativeUpdates >= NEGATIVE_UPDATES) {
            throw new RunFailure(
                    "The measured KL is " + mean + " nats at update " + update
                            + " and has been below zero beyond chance for " + NEGATIVE_UPDATES + " updates",
                    "A divergence cannot be negative: the samples do not come from the policy that is measured",
                    "This is a defect of the program, not of your data; please report it with this run's config.json");
        }
    }
}
