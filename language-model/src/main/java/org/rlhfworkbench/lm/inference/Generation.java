package org.rlhfworkbench.lm.inference;

import java.util.Arrays;
import java.util.List;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.model.LikeLengths;
import org.rlhfworkbench.lm.run.Progress;
import org.rlhfworkbench.lm.run.StopRequest;
import org.rlhfworkbench.lm.sampling.Completion;
import org.rlhfworkbench.lm.sampling.Sampler;
import org.rlhfworkbench.lm.sampling.SamplingSettings;

/** Draws completions for many prompts, those of like length together. */
final class Generation {

    private final LanguageModel model;
    private final SamplingSettings settings;
    private final int rows;

    /**
     * @param rows how many are drawn at once
     */
    Generation(LanguageModel model, SamplingSettings settings, int rows) {
        this.model = model;
        this.settings = settings;
        this.rows = rows;
    }

    /**
     * One completion a prompt, in the prompts' order; prompt i draws from {@code settings.seed() + i}.
     *
     * @return null when a stop was asked for
     */
    @org.jspecify.annotations.Nullable
    List<Completion> complete(List<int[]> prompts, Progress progress, StopRequest stop) {
        Completion[] completions = new Completion[prompts.size()];
        progress.begin("sampling", 0, prompts.size(), "tokens/s");
        try (Sampler sampler = new Sampler(model)) {
            int done = 0;
            for (LikeLengths some : LikeLengths.of(prompts, rows)) {
                long[] seeds = some.places().stream()
                        .mapToLong(place -> settings.seed() + place)
                        .toArray();
                List<Completion> drawn =
                        sampler.sample(some.rows(), seeds, settings, (row, token) -> !stop.isRequested());
                if (stop.isRequested()) {
                    return null;
                }
                long tokens = 0;
                for (int i = 0; i < some.count(); i++) {
                    completions[some.places().get(i)] = drawn.get(i);
                    tokens += drawn.get(i).tokens().length;
                }
                done += some.count();
                progress.step(done, tokens, java.util.Map.of());
            }
        }
        return Arrays.asList(completions);
    }
}
