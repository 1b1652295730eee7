package org.rlhfworkbench.lm.inference;

import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.sampling.SamplingSettings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How a command draws tokens. */
final class SamplingOptions {

    @Spec(Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(names = "--temperature", paramLabel = "T", description = "0 takes the likeliest token (${DEFAULT-VALUE})")
    private double temperature;

    @Option(
            names = "--top-k",
            paramLabel = "K",
            description = "keep the likeliest K tokens; 0 for all (${DEFAULT-VALUE})")
    private int topK;

    @Option(
            names = "--top-p",
            paramLabel = "P",
            description = "keep the likeliest tokens up to this mass (${DEFAULT-VALUE})")
    private double topP = 1;

    @Option(names = "--max-new-tokens", paramLabel = "N", description = "tokens of a response (${DEFAULT-VALUE})")
    private int maxNewTokens;

    @Option(names = "--rows", paramLabel = "N", description = "responses drawn at once (${DEFAULT-VALUE})")
    private int rows = 32;

    SamplingOptions(double temperature, int maxNewTokens) {
        this.temperature = temperature;
        this.maxNewTokens = maxNewTokens;
    }

    /** The settings; what makes no sense is the fault of the command line. */
    SamplingSettings settings(Set<Integer> stopTokens, long seed) {
        try {
            return new SamplingSettings(temperature, topK, topP, maxNewTokens, stopTokens, seed);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    int rows() {
        return Math.max(1, rows);
    }
}
