package org.rlhfworkbench.lm.architecture;

import org.jspecify.annotations.Nullable;

/**
 * Rotary positions (Su et al. 2021) in the half-split layout.
 *
 * @param theta base of the frequencies
 * @param dimensions how many of a head's first dimensions turn; even
 * @param scaling how the frequencies are stretched for a longer context, or null
 */
public record Rotary(double theta, int dimensions, @Nullable Scaling scaling) {

    /** Stretched frequencies. */
    public sealed interface Scaling {}

    /** All frequencies divided by one factor. */
    public record Linear(double factor) implements Scaling {}

    /**
     * Llama 3's: low frequencies are divided, high ones kept, those between blended.
     *
     * @param factor what low frequencies are divided by
     * @param lowFactor wavelengths above original context / lowFactor are low frequencies
     * @param highFactor wavelengths below original context / highFactor are high frequencies
     * @param originalContext positions that the model was first trained on
     */
    public record Llama3(double factor, double lowFactor, double highFactor, int originalContext) implements Scaling {}

    public Rotary {
        if (dimensions <= 0 || dimensions % 2 != 0) {
            throw new IllegalArgumentException(
                    "A head with " + dimensions + " rotary dimensions is not even: rotary positions pair its halves");
        }
    }

    /** Radians a position for each pair of dimensions, dimensions / 2 of them. */
    public float[] frequencies() {
        float[] frequencies = new float[dimensions / 2];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = (float) scaled(Math.pow(theta, -2.0 * i / dimensions));
        }
        return frequencies;
    }

    private double scaled(double frequency) {
        return switch (scaling) {
            case null -> frequency;
            case Linear linear -> frequency / linear.factor();
            case Llama3 llama -> {
                double wavelength = 2 * Math.PI / frequency;
                double turns = llama.originalContext() / wavelength;
                double share = (turns - llama.lowFactor()) / (llama.highFactor() - llama.lowFactor());
                double kept = Math.clamp(share, 0, 1);
                yield (1 - kept) * frequency / llama.factor() + kept * frequency;
            }
        };
    }
}
