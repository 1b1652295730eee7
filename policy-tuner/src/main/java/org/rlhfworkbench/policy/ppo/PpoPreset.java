package org.rlhfworkbench.policy.ppo;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.rlhfworkbench.lm.optimisation.LearningRate;

/**
 * Published settings by name, as values of the options of {@code ppo}. What a preset does not name keeps its default.
 *
 * <p>The learning rates were found for models of 124 M parameters and more.
 */
public enum PpoPreset {
    /** Tuned here for models of a few million parameters on two CPU cores; these are the options' own defaults. */
    SMALL(Map.of()),

    /** Ziegler et al. 2019, sentiment: rewards whitened, responses cut at the first full stop from token 16 on. */
    ZIEGLER2019_SENTIMENT(options(1e-5, LearningRate.Decay.LINEAR, 512, 1, 4, 0.15, 6, 0.7, 24, 1_000_000)
            .with("--whiten-rewards", true)
            .with("--response-end", ResponseEnd.FULL_STOP)
            .values),

    /** Ziegler et al. 2019, TL;DR. */
    ZIEGLER2019_TLDR(options(2e-6, LearningRate.Decay.LINEAR, 32, 1, 4, 0.03, 0, 0.7, 75, 1_000_000).values),

    /** Huang et al. 2024, TL;DR. */
    TLDR2024(options(3e-6, LearningRate.Decay.LINEAR, 512, 1, 4, 0.05, 0, 0.7, 53, 1_000_000).values),

    /** Ouyang et al. 2022, without its pre-training mix. */
    INSTRUCTGPT(options(9.65e-6, LearningRate.Decay.CONSTANT, 512, 8, 1, 0.02, 0, 1, 0, 256_000).values);

    private final Map<String, Object> options;

    PpoPreset(Map<String, Object> options) {
        this.options = options;
    }

    /** The values of options, by their names. */
    public Map<String, Object> options() {
        return options;
    }

    /**
     * The preset that is written so, in lower case and with hyphens.
     *
     * @throws IllegalArgumentException naming all of them
     */
    public static PpoPreset named(String name) {
        return Arrays.stream(values())
                .filter(preset -> preset.toString().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("there is no preset \"" + name + "\"; there are " + names()));
    }

    /** All names. */
    public static String names() {
        return Arrays.stream(values()).map(PpoPreset::toString).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private record Options(Map<String, Object> values) {
        Options with(String option, Object value) {
            Map<String, Object> more = new LinkedHashMap<>(values);
            more.put(option, value);
            return new Options(more);
        }
    }

    /** A line of the table of published settings. */
    private static Options options(
            double lr,
            LearningRate.Decay decay,
            int batchSize,
            int minibatches,
            int epochs,
            double klCoefficient,
            double klTarget,
            double temperature,
            int maxNewTokens,
            int episodes) {
        return new Options(Map.of("--lr", lr, "--lr-decay", decay))
                .with("--warm-up", 0)
                .with("--batch-size", batchSize)
                .with("--minibatches", minibatches)
                .with("--epochs", epochs)
                .with("--kl-coefficient", klCoefficient)
                .with("--kl-target", klTarget)
                .with("--kl-horizon", 10_000.0)
                .with("--temperature", temperature)
                .with("--max-new-tokens", maxNewTokens)
                .with("--min-new-tokens", 0)
                .with("--episodes", episodes)
                .with("--adam-beta2", 0.999)
                .with("--adam-epsilon", 1e-5)
                .with("--max-gradient-norm", 0.0)
                .with("--unfinished-score", -1.0);
    }
}
