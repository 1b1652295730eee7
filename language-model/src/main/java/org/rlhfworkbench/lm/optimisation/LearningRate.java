package org.rlhfworkbench.lm.optimisation;

/**
 * A learning rate that rises linearly to its peak and then falls to 0, or stays.
 *
 * @param peak the greatest rate
 * @param warmUpSteps steps until the peak
 * @param totalSteps the step at which the rate has fallen to its floor
 * @param decay how it falls
 */
public record LearningRate(double peak, int warmUpSteps, int totalSteps, Decay decay) {

    /** The shape of the fall. */
    public enum Decay {
        CONSTANT,
        LINEAR,
        COSINE
    }

    public LearningRate {
        if (!(peak >= 0) || warmUpSteps < 0 || totalSteps < 1) {
            throw new IllegalArgumentException(
                    "A learning rate of " + peak + " over " + totalSteps + " steps makes no sense");
        }
    }

    /** The rate of a step, counted from 0. */
    public double at(int step) {
        if (step < warmUpSteps) {
            return peak * (step + 1) / warmUpSteps;
        }
        double done = Math.min(1, (step - warmUpSteps) / (double) Math.max(1, totalSteps - warmUpSteps));
        return switch (decay) {
            case CONSTANT -> peak;
            case LINEAR -> peak * (1 - done);
            case COSINE -> peak * (1 + Math.cos(Math.PI * done)) / 2;
        };
    }
}
