package org.rlhfworkbench.policy.ppo;

/** The KL coefficient β, and how it answers to the divergence that was measured. */
public sealed interface KlController {

    /** β, reward a nat. */
    double coefficient();

    /**
     * The controller for the next update.
     *
     * @param kl the mean, over the batch's responses, of log π − log π_ref summed over a response, in nats
     * @param episodes how many responses were sampled since the last call
     */
    KlController after(double kl, int episodes);

    /** The same controller with another coefficient, as a checkpoint kept it. */
    KlController at(double coefficient);

    /** The same β always. */
    record Constant(double coefficient) implements KlController {

        public Constant {
            requireCoefficient(coefficient);
        }

        @Override
        public KlController after(double kl, int episodes) {
            return this;
        }

        @Override
        public KlController at(double coefficient) {
            return new Constant(coefficient);
        }
    }

    /**
     * A proportional controller in log space: e = clip(KL / target − 1, ± 0.2), β ← β (1 + e · episodes / horizon).
     * Ziegler et al. 2019, section 2.2, whose constant gain of 0.1 is here, as in their code, the share of the horizon.
     *
     * @param target the divergence to hold, in nats a response, above 0
     * @param horizon how many episodes a full correction takes, above 0
     */
    record Adaptive(double coefficient, double target, double horizon) implements KlController {

        private static final double MAXIMUM_ERROR = 0.2;

        public Adaptive {
            requireCoefficient(coefficient);
            if (!(target > 0 && horizon > 0)) {
                throw new IllegalArgumentException(
                        "the KL target and horizon are above 0, not " + target + " and " + horizon);
            }
        }

        @Override
        public KlController after(double kl, int episodes) {
            double error = Math.clamp(kl / target - 1, -MAXIMUM_ERROR, MAXIMUM_ERROR);
            return new Adaptive(coefficient * (1 + error * episodes / horizon), target, horizon);
        }

        @Override
        public KlController at(double coefficient) {
            return new Adaptive(coefficient, target, horizon);
        }
    }

    private static void requireCoefficient(double coefficient) {
        if (!(coefficient >= 0 && coefficient < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the KL coefficient is at least 0, not " + coefficient);
        }
    }
}
