package org.rlhfworkbench.lm.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.rlhfworkbench.lm.kernel.Kernels;
import org.rlhfworkbench.lm.kernel.NoGradients;
import org.rlhfworkbench.lm.model.KeyValueCache;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.model.Pass;
import org.rlhfworkbench.lm.model.TokenBatch;

/**
 * Batched sampling with a key-value cache. Each row has a random stream of its own, so what a row draws does not depend
 * on the rows beside it. While it is open the model keeps copies of its weights laid out for decoding: they must not
 * change.
 */
public final class Sampler implements AutoCloseable {

    private final LanguageModel model;

    public Sampler(LanguageModel model) {
        this.model = model;
        model.transformer().pack();
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
        int longest = prompts.stream().mapToInt(prompt -> prompt.length).max().orElseThrow();
        int context = model.config().contextLength();
        if (longest >= context) {
            throw new ContextOverflow(longest, context);
        }
        if (prompts.stream().anyMatch(prompt -> prompt.length == 0)) {
            throw new IllegalArgumentException("A prompt needs at least one token to go on from");
        }
        Rows rows = new Rows(prompts, seeds, settings, listener, context);
        try (NoGradients frozen = new NoGradients();
                NDManager scope = model.manager().newSubManager();
                KeyValueCache cache = model.transformer().cache(scope, prompts.size(), longest + rows.longest())) {
            decode(scope, cache, TokenBatch.leftPadded(scope, prompts, model.padToken()), rows, settings);
        }
        return rows.completions();
    }

    private void decode(
            NDManager scope, KeyValueCache cache, TokenBatch prompts, Rows rows, SamplingSettings settings) {
        NDArray seen = scope.ones(new Shape(prompts.rows(), 1)); //                      (B, 1)
        NDArray mask = prompts.mask(); //                                                (B, S)
        NDArray tokens = prompts.tokens(); //                                            (B, T), then (B, 1)
        boolean padded = prompts.padding() != TokenBatch.Padding.NONE;
        boolean open = true;
        while (open) {
            try (NDManager step = scope.newSubManager()) {
                mask.attach(step);
                tokens.attach(step);
                Pass pass = cache.filled() == 0 ? Pass.prefill(prompts, cache) : Pass.next(mask, padded, cache);
                NDArray logits = model.transformer().nextLogits(pass, tokens); //        (B, V)
                NDArray uniform = step.create(rows.uniform()); //                        (B)
                NDList drawn = Kernels.draw(
                        logits, uniform, settings.temperature(), settings.topK(), settings.topP()); // 2 × (B)
                open = rows.take(drawn.get(0).toLongArray(), drawn.get(1).toFloatArray());
                tokens = drawn.get(0).expandDims(1); //                                  (B, 1)
                mask = NDArrays.concat(new NDList(mask, seen), 1); //                    (B, S + 1)
                tokens.attach(scope);
                mask.attach(scope);
            }
        }
    }

    /** Frees the copies. */
    @Override
    public void close() {
        model.transformer().unpack();
    }

    /** What each row has drawn so far. */
    private static final class Rows {

        private final int[][] tokens;
        private final float[][] logProbs;
        private final int[] lengths;
        private final int[] limits;
        private final boolean[] stopped;
        private final boolean[] done;
        private final long[] seeds;
        private final SplittableRandom[] random;
        private final SamplingSettings settings;
        private final TokenListener listener;

        Rows(List<int[]> prompts, long[] seeds, SamplingSettings settings, TokenListener listener, int context) {
            int count = prompts.size();
            this.limits = prompts.stream()
                    .mapToInt(prompt -> Math.min(settings.maxNewTokens(), context - prompt.length))
                    .toArray();
            this.tokens = new int[count][longest()];
            this.logProbs = new float[count][longest()];
            this.lengths = new int[count];
            this.stopped = new boolean[count];
            this.done = new boolean[count];
            this.seeds = seeds;
            this.random = Arrays.stream(seeds).mapToObj(SplittableRandom::new).toArray(SplittableRandom[]::new);
            this.settings = settings;
            this.listener = listener;
        }

        /** The greatest number of tokens that any row may get. */
        int longest() {
            return Arrays.stream(limits).max().orElseThrow();
        }

        float[] uniform() {
            float[] numbers = new float[random.length];
            for (int row = 0; row < numbers.length; row++) {
                numbers[row] = (random[row].nextInt() >>> 8) * 0x1p-24f;
            }
            return numbers;
        }

        /** Keeps one token a row; false when every row is done. */
        boolean take(long[] drawn, float[] logProb) {
            boolean open = false;
            for (int row = 0; row < drawn.length; row++) {
                if (!done[row]) {
                    int token = (int) drawn[row];
                    tokens[row][lengths[row]] = token;
                    logProbs[row][lengths[row]++] = logProb[row];
                    stopped[row] = settings.stopTokens().contains(token);
                    done[row] = !listener.drawn(row, token) || stopped[row] || lengths[row] == limits[row];
                    open |= !done[row];
                }
            }
            return open;
        }

        List<Completion> completions() {
            return IntStream.range(0, tokens.length)
                    .mapToObj(row -> new Completion(
                            Arrays.copyOf(tokens[row], lengths[row]),
                            Arrays.copyOf(logProbs[row], lengths[row]),
                            stopped[row] ? Completion.STOP : Completion.LENGTH,
                            seeds[row]))
                    .toList();
        }
    }
}
