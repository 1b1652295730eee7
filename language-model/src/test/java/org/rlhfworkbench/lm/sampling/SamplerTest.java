package org.rlhfworkbench.lm.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.lm.TinyModel;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.model.Pass;
import org.rlhfworkbench.lm.model.TokenBatch;
import org.rlhfworkbench.lm.training.LanguageModelLoss;

class SamplerTest {

    private static final List<int[]> PROMPTS =
            List.of(new int[] {5}, new int[] {70, 8, 200, 31, 9}, new int[] {9, 9, 9});

    private LanguageModel model;
    private Sampler sampler;

    @BeforeEach
    void draw() {
        model = TinyModel.draw(2);
        sampler = new Sampler(model);
    }

    @AfterEach
    void close() {
        model.close();
    }

    // ---------------------------------------------------------------- what a seed fixes

    @Test
    void the_same_seed_gives_the_same_tokens_and_another_seed_others() {
        List<Completion> first = sampler.sample(PROMPTS, settings(1, 12, 7));
        List<Completion> again = sampler.sample(PROMPTS, settings(1, 12, 7));
        List<Completion> other = sampler.sample(PROMPTS, settings(1, 12, 70));
        for (int row = 0; row < PROMPTS.size(); row++) {
            assertThat(again.get(row).tokens()).isEqualTo(first.get(row).tokens());
            assertThat(again.get(row).logProbs()).isEqualTo(first.get(row).logProbs());
            assertThat(other.get(row).tokens()).isNotEqualTo(first.get(row).tokens());
        }
    }

    @Test
    void a_row_draws_alone_what_it_draws_in_a_batch() {
        List<Completion> together = sampler.sample(PROMPTS, settings(1, 12, 7));
        for (int row = 0; row < PROMPTS.size(); row++) {
            Completion alone =
                    alone(PROMPTS.get(row), settings(1, 12, together.get(row).seed()));
            assertThat(alone.tokens()).isEqualTo(together.get(row).tokens());
            assertThat(alone.seed()).isEqualTo(7 + row);
        }
    }

    @Test
    void a_long_prompt_beside_it_takes_no_room_from_a_short_one() {
        List<int[]> prompts = List.of(new int[] {5}, IntStream.range(4, 48).toArray());
        List<Completion> together = sampler.sample(prompts, settings(1, 100, 3));
        assertThat(together.get(0).tokens()).hasSize(47);
        assertThat(together.get(1).tokens()).hasSize(4);
        assertThat(alone(prompts.get(0), settings(1, 100, 3)).tokens())
                .isEqualTo(together.get(0).tokens());
        assertClose(together.get(0), prompts.get(0), 1);
    }

    // ---------------------------------------------------------------- where a row ends

    @Test
    void a_stop_token_ends_its_row_and_is_kept() {
        List<Completion> free = sampler.sample(PROMPTS, settings(1, 12, 7));
        int stop = free.get(1).tokens()[4];
        List<Completion> stopped = sampler.sample(PROMPTS, new SamplingSettings(1, 0, 1, 12, Set.of(stop), 7));
        for (int row = 0; row < PROMPTS.size(); row++) {
            int[] tokens = free.get(row).tokens();
            int end = IntStream.range(0, 12)
                    .filter(i -> tokens[i] == stop)
                    .findFirst()
                    .orElse(-1);
            Completion found = stopped.get(row);
            assertThat(found.tokens()).isEqualTo(Arrays.copyOf(tokens, end < 0 ? 12 : end + 1));
            assertThat(found.logProbs()).hasSameSizeAs(found.tokens());
            assertThat(found.finishReason()).isEqualTo(end < 0 ? "length" : "stop");
        }
        assertThat(stopped.get(1).stopped()).isTrue();
    }

    @Test
    void a_listener_hears_each_token_and_may_end_a_row() {
        List<List<Integer>> heard = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        List<Completion> found = sampler.sample(PROMPTS, new long[] {1, 2, 3}, settings(1, 10, 0), (row, token) -> {
            heard.get(row).add(token);
            return row != 1 || heard.get(row).size() < 3;
        });
        for (int row = 0; row < PROMPTS.size(); row++) {
            assertThat(found.get(row).tokens())
                    .containsExactly(heard.get(row).stream().mapToInt(i -> i).toArray());
            assertThat(found.get(row).tokens()).hasSize(row == 1 ? 3 : 10);
        }
    }

    @Test
    void a_prompt_that_fills_the_context_is_refused() {
        List<int[]> prompts = List.of(new int[] {5}, new int[48]);
        assertThatThrownBy(() -> sampler.sample(prompts, settings(1, 1, 0)))
                .isInstanceOf(ContextOverflow.class)
                .hasMessageContaining("48 tokens and the model's context is 48");
        assertThat(alone(new int[47], settings(1, 9, 0)).tokens()).hasSize(1);
        assertThatThrownBy(() -> alone(new int[0], settings(1, 1, 0))).hasMessageContaining("at least one token");
    }

    @Test
    void settings_that_make_no_sense_are_refused() {
        assertThatThrownBy(() -> settings(-0.1, 1, 0)).hasMessageContaining("temperature");
        assertThatThrownBy(() -> settings(Double.NaN, 1, 0)).hasMessageContaining("temperature");
        assertThatThrownBy(() -> settings(1, 0, 0)).hasMessageContaining("one new token");
        assertThatThrownBy(() -> new SamplingSettings(1, -1, 1, 1, Set.of(), 0)).hasMessageContaining("top-k");
        assertThatThrownBy(() -> new SamplingSettings(1, 0, 0, 1, Set.of(), 0)).hasMessageContaining("top-p");
    }

    // ---------------------------------------------------------------- what is drawn

    @Test
    void the_likeliest_token_alone_is_greedy_decoding() {
        List<Completion> greedy = sampler.sample(PROMPTS, settings(0, 12, 1));
        List<Completion> one = sampler.sample(PROMPTS, new SamplingSettings(1, 1, 1, 12, Set.of(), 2));
        for (int row = 0; row < PROMPTS.size(); row++) {
            assertThat(one.get(row).tokens()).isEqualTo(greedy.get(row).tokens());
        }
    }

    @Test
    void tokens_come_as_often_as_they_are_likely() {
        int rows = 2000;
        double[] probabilities = next(PROMPTS.get(1));
        int[] counts = counts(settings(1, 1, 0), rows);
        double surprise = 0;
        for (int token = 0; token < counts.length; token++) {
            double expected = rows * probabilities[token];
            surprise += (counts[token] - expected) * (counts[token] - expected) / expected;
        }
        // χ² with 259 degrees of freedom: mean 259, deviation 23
        assertThat(surprise).isBetween(259 - 5 * 23.0, 259 + 5 * 23.0);
    }

    @Test
    void top_p_draws_from_the_nucleus_and_from_nothing_else() {
        double[] probabilities = next(PROMPTS.get(1));
        List<Integer> ranked =
                new ArrayList<>(IntStream.range(0, probabilities.length).boxed().toList());
        ranked.sort(Collections.reverseOrder((a, b) -> Double.compare(probabilities[a], probabilities[b])));
        Set<Integer> nucleus = new HashSet<>();
        double mass = 0;
        for (int i = 0; mass < 0.3; i++) {
            nucleus.add(ranked.get(i));
            mass += probabilities[ranked.get(i)];
        }
        int rows = 2000;
        int[] counts = counts(new SamplingSettings(1, 0, 0.3, 1, Set.of(), 0), rows);
        for (int token = 0; token < counts.length; token++) {
            double share = nucleus.contains(token) ? probabilities[token] / mass : 0;
            assertThat(counts[token] / (double) rows)
                    .isCloseTo(share, within(5 * Math.sqrt(share * (1 - share) / rows) + 1e-9));
        }
    }

    @Test
    void log_probabilities_are_those_of_a_pass_over_the_whole_text() {
        for (double temperature : new double[] {1, 0.7}) {
            List<Completion> drawn =
                    sampler.sample(PROMPTS, new SamplingSettings(temperature, 20, 0.9, 20, Set.of(), 5));
            for (int row = 0; row < PROMPTS.size(); row++) {
                assertClose(drawn.get(row), PROMPTS.get(row), temperature);
            }
        }
    }

    @Test
    void with_the_cache_and_without_it_the_same_tokens_are_likeliest() {
        List<Completion> cached = sampler.sample(PROMPTS, settings(0, 16, 0));
        for (int row = 0; row < PROMPTS.size(); row++) {
            int[] tokens = PROMPTS.get(row);
            for (int i = 0; i < 16; i++) {
                double[] probabilities = next(tokens);
                int[] longer = Arrays.copyOf(tokens, tokens.length + 1);
                longer[tokens.length] = IntStream.range(0, probabilities.length)
                        .reduce(0, (a, b) -> probabilities[b] > probabilities[a] ? b : a);
                tokens = longer;
            }
            assertThat(Arrays.copyOfRange(tokens, tokens.length - 16, tokens.length))
                    .isEqualTo(cached.get(row).tokens());
        }
    }

    @Test
    void a_thousand_steps_leave_no_array_behind() {
        sampler.sample(PROMPTS, settings(1, 40, 0));
        int before = arrays();
        for (int i = 0; i < 25; i++) {
            sampler.sample(PROMPTS, settings(1, 40, i));
        }
        assertThat(arrays()).isEqualTo(before);
    }

    // ---------------------------------------------------------------- fixtures

    private int arrays() {
        return ((BaseNDManager) model.manager()).getManagedArrays().size();
    }

    private static SamplingSettings settings(double temperature, int count, long seed) {
        return new SamplingSettings(temperature, 0, 1, count, Set.of(), seed);
    }

    private Completion alone(int[] prompt, SamplingSettings settings) {
        return sampler.sample(List.of(prompt), settings).getFirst();
    }

    private int[] counts(SamplingSettings settings, int rows) {
        int[] counts = new int[model.config().vocabularySize()];
        sampler.sample(Collections.nCopies(rows, PROMPTS.get(1)), settings)
                .forEach(completion -> counts[completion.tokens()[0]]++);
        return counts;
    }

    /** The probabilities of the next token, by one pass without a cache. */
    private double[] next(int[] tokens) {
        try (NDManager scope = model.manager().newSubManager()) {
            TokenBatch batch = TokenBatch.rightPadded(scope, List.of(tokens), 1);
            NDArray hidden = model.transformer().hidden(Pass.over(batch), batch.tokens());
            float[] values =
                    model.transformer().logits(hidden.get("0, -1")).softmax(-1).toFloatArray();
            return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
        }
    }

    private void assertClose(Completion completion, int[] prompt, double temperature) {
        int[] whole = Arrays.copyOf(prompt, prompt.length + completion.tokens().length);
        System.arraycopy(completion.tokens(), 0, whole, prompt.length, completion.tokens().length);
        try (NDManager scope = model.manager().newSubManager()) {
            TokenBatch batch = TokenBatch.rightPadded(scope, List.of(whole), 1);
            float[] expected = LanguageModelLoss.tokenLogProbs(model.transformer(), batch, temperature)
                    .toFloatArray();
            for (int i = 0; i < completion.logProbs().length; i++) {
                assertThat((double) completion.logProbs()[i]).isCloseTo(expected[prompt.length - 1 + i], within(1e-4));
            }
        }
    }
}
