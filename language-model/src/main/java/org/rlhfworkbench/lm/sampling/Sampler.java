package org.rlhfworkbench.lm.sampling;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.rlhfworkbench.lm.model.LanguageModel;

/**
 * Batched sampling with a key-value cache. Each row has a random stream of its own, so what a row draws does not depend
 * on the rows beside it. A row that is done leaves the batch, and those that go on no longer pay for it. While it is open
 * the model keeps copies of its weights laid out for decoding: they must not change.
 */
public final class Sampler implements AutoCloseable {

    private final LanguageModel model;

    public Sampler(LanguageModel model) {
        this.model = model;
        model.transformer().pack();
    }

    /**
     * A batch that sequences join and leave.
     *
     * @param mostRows how many it has place for
     */
    public Batch batch(int mostRows) {
        return new RunningBatch(model, mostRows);
    }

    /** One completion a prompt; row i draws from {@code settings.seed() + i}. */
    public List<Completion> sample(List<int[]> prompts, SamplingSettings settings) {
        long[] seeds = IntStream.range(0, prompts.size())
                .mapToLong(i -> settings.seed() + i)
                .toArray();
        return sample(prompts, seeds, settings, (row, token) -> true);
    }

    /**
     * One completion a prompt, with a seed a row.
     *
     * @throws ContextOverflow when a prompt fills the model's context
     * @throws IllegalArgumentException when a prompt is empty
     */
    public List<Completion> sample(
            List<int[]> prompts, long[] seeds, SamplingSettings settings, TokenListener listener) {
        int context = model.config().contextLength();
        Completion[] completions = new Completion[prompts.size()];
        List<Sequence> sequences = new ArrayList<>();
        for (int i = 0; i < completions.length; i++) {
            int row = i;
            sequences.add(new Sequence(
                    prompts.get(row), settings.withSeed(seeds[row]), Sequence.NONE, context, new Sequence.Listener() {
                        @Override
                        public boolean drawn(Drawn drawn) {
                            return listener.drawn(row, drawn.token());
                        }

                        @Override
                        public void ended(Completion completion) {
                            completions[row] = completion;
                        }
                    }));
        }
        try (Batch batch = batch(completions.length)) {
            batch.admit(sequences);
            while (!batch.isEmpty()) {
                batch.step();
            }
        }
        return Arrays.asList(completions);
    }

    /** Frees the copies. */
    @Override
    public void close() {
        model.transformer().unpack();
    }
}
