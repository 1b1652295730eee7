package org.rlhfworkbench.lm.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.rlhfworkbench.lm.model.LanguageModel;
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
        List<Integer> order = IntStream.range(0, prompts.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> prompts.get(i).length))
                .toList();
        progress.begin("sampling", 0, prompts.size(), "tokens/s");
        try (Sampler sampler = new Sampler(model)) {
            for (int from = 0; from < order.size(); from += rows) {
                List<Integer> chosen = order.subList(from, Math.min(order.size(), from + rows));
                List<int[]> batch = new ArrayList<>();
                chosen.forEach(i -> batch.add(prompts.get(i)));
                long[] seeds =
                        chosen.stream().mapToLong(i -> settings.seed() + i).toArray();
                List<Completion> drawn = sampler.sample(batch, seeds, settings, (row, token) -> !stop.isRequested());
                if (stop.isRequested()) {
                    return null;
                }
                long tokens = 0;
                for (int i = 0; i < chosen.size(); i++) {
                    completions[chosen.get(i)] = drawn.get(i);
                    tokens += drawn.get(i).tokens().length;
                }
                progress.step(from + chosen.size(), tokens, java.util.Map.of());
            }
        }
        return Arrays.asList(completions);
    }
}
