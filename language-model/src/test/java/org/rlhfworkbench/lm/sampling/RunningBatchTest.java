package org.rlhfworkbench.lm.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.BaseNDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.lm.TinyModel;
import org.rlhfworkbench.lm.inference.LogProbs;
import org.rlhfworkbench.lm.model.LanguageModel;

class RunningBatchTest {

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

    // ---------------------------------------------------------------- who is in the batch

    @Test
    void sequences_that_come_at_different_times_share_steps() {
        try (Batch batch = sampler.batch(2)) {
            Heard first = new Heard(10);
            Heard second = new Heard(10);
            batch.admit(List.of(sequence(new int[] {5, 6}, settings(1, 10, 1), first)));
            batch.step();
            batch.step();
            batch.admit(List.of(sequence(new int[] {9}, settings(1, 10, 2), second)));
            int steps = 0;
            while (!batch.isEmpty()) {
                batch.step();
                steps++;
            }
            // Each got a token as it came; the first had two more before the second came.
            assertThat(steps).isEqualTo(9);
            assertThat(first.tokens).hasSize(10);
            assertThat(second.tokens).hasSize(10);
        }
    }

    @Test
    void a_finished_sequence_makes_room_at_once() {
        try (Batch batch = sampler.batch(2)) {
            batch.admit(List.of(
                    sequence(new int[] {5}, settings(1, 2, 1), new Heard(99)),
                    sequence(new int[] {6}, settings(1, 9, 1), new Heard(99))));
            assertThat(batch.room()).isZero();
            assertThatThrownBy(() -> batch.admit(List.of(sequence(new int[] {7}, settings(1, 2, 1), new Heard(99)))))
                    .hasMessageContaining("1 sequences are more than the 0 places");
            batch.step();
            assertThat(batch.room()).isEqualTo(1);
            assertThat(batch.isEmpty()).isFalse();
        }
    }

    @Test
    void a_sequence_that_its_listener_ends_leaves_at_its_next_token() {
        try (Batch batch = sampler.batch(1)) {
            Heard heard = new Heard(3);
            batch.admit(List.of(sequence(new int[] {5}, settings(1, 40, 1), heard)));
            batch.step();
            assertThat(batch.isEmpty()).isFalse();
            batch.step();
            assertThat(batch.isEmpty()).isTrue();
            assertThat(heard.tokens).hasSize(3);
            assertThat(heard.completion().finishReason()).isEqualTo(Completion.LENGTH);
        }
    }

    @Test
    void one_token_may_be_all_that_is_wanted() {
        try (Batch batch = sampler.batch(4)) {
            batch.admit(List.of(sequence(new int[] {5}, settings(1, 1, 1), new Heard(99))));
            assertThat(batch.isEmpty()).isTrue();
            batch.step();
        }
    }

    // ---------------------------------------------------------------- what is drawn

    /** Prompts of all lengths come while others go, so that the cache is moved, cut, filled and made larger. */
    @Test
    void what_a_sequence_draws_does_not_depend_on_who_comes_and_goes_beside_it() {
        Random random = new Random(3);
        List<Guest> all = new ArrayList<>();
        try (Batch batch = sampler.batch(5)) {
            while (all.size() < 60 || !batch.isEmpty()) {
                List<Sequence> newcomers = new ArrayList<>();
                int count = all.size() < 60 ? random.nextInt(batch.room() + 1) : 0;
                for (int i = 0; i < count; i++) {
                    int[] prompt = random.ints(1 + random.nextInt(30), 4, 260).toArray();
                    SamplingSettings settings = new SamplingSettings(
                            List.of(0.0, 0.7, 1.0, 1.3).get(random.nextInt(4)),
                            random.nextInt(3) * 10,
                            random.nextBoolean() ? 1 : 0.8,
                            1 + random.nextInt(40),
                            Set.of(random.nextInt(260), random.nextInt(260)),
                            random.nextLong());
                    Heard heard = new Heard(1 + random.nextInt(60));
                    Sequence sequence = sequence(prompt, settings, heard);
                    newcomers.add(sequence);
                    all.add(new Guest(sequence, settings, heard));
                }
                if (!newcomers.isEmpty()) {
                    batch.admit(newcomers);
                }
                batch.step();
            }
        }
        all.forEach(guest -> {
            Heard heard = guest.heard();
            Heard alone = new Heard(heard.most);
            try (Batch batch = sampler.batch(1)) {
                batch.admit(List.of(sequence(guest.sequence().prompt(), guest.settings(), alone)));
                while (!batch.isEmpty()) {
                    batch.step();
                }
            }
            assertThat(alone.tokens).isEqualTo(heard.tokens);
            float[] expected = alone.completion().logProbs();
            for (int i = 0; i < expected.length; i++) {
                assertThat(heard.completion().logProbs()[i]).isCloseTo(expected[i], within(1e-4f));
            }
        });
    }

    @Test
    void likeliest_tokens_are_told_to_those_who_ask_as_a_pass_over_the_whole_text_gives_them() {
        int[] prompt = {5, 80, 9};
        Heard asking = new Heard(99);
        Heard silent = new Heard(99);
        try (Batch batch = sampler.batch(2)) {
            batch.admit(List.of(
                    new Sequence(prompt, settings(0.5, 12, 1), 3, 48, asking),
                    sequence(new int[] {7}, settings(1, 12, 2), silent)));
            while (!batch.isEmpty()) {
                batch.step();
            }
        }
        int[] whole = IntStream.concat(
                        IntStream.of(prompt), asking.tokens.stream().mapToInt(i -> i))
                .toArray();
        float[] expected = LogProbs.of(model, List.of(whole)).getFirst();
        for (int i = 0; i < asking.tokens.size(); i++) {
            Drawn.Likeliest likeliest = asking.likeliest.get(i);
            assertThat(likeliest.logProb()).isCloseTo(expected[prompt.length - 1 + i], within(1e-4f));
            assertThat(likeliest.tokens()).hasSize(3).doesNotHaveDuplicates();
            assertThat(likeliest.logProbs()).isSortedAccordingTo((a, b) -> Float.compare(b, a));
            assertThat(likeliest.logProbs()[0]).isGreaterThanOrEqualTo(likeliest.logProb());
        }
        assertThat(silent.likeliest).containsOnlyNulls();
    }

    // ---------------------------------------------------------------- what remains

    @Test
    void an_empty_batch_holds_no_cache_and_a_closed_one_nothing() {
        try (Batch batch = sampler.batch(3)) {
            drain(batch);
            int once = arrays();
            for (int i = 0; i < 30; i++) {
                drain(batch);
            }
            assertThat(arrays()).isEqualTo(once);
        }
        int before = arrays();
        try (Batch batch = sampler.batch(3)) {
            batch.admit(List.of(sequence(new int[] {5, 6, 7}, settings(1, 30, 1), new Heard(99))));
        }
        assertThat(arrays()).isEqualTo(before);
    }

    private static void drain(Batch batch) {
        batch.admit(List.of(sequence(new int[] {5, 6, 7}, settings(1, 30, 1), new Heard(99))));
        while (!batch.isEmpty()) {
            batch.step();
        }
    }

    @Test
    void a_cleared_batch_begins_anew() {
        try (Batch batch = sampler.batch(2)) {
            batch.admit(List.of(sequence(new int[] {5}, settings(1, 40, 1), new Heard(99))));
            batch.step();
            batch.clear();
            assertThat(batch.isEmpty()).isTrue();
            Heard heard = new Heard(99);
            batch.admit(List.of(sequence(new int[] {5}, settings(1, 2, 1), heard)));
            batch.step();
            assertThat(heard.completion().tokens()).hasSize(2);
        }
    }

    // ---------------------------------------------------------------- fixtures

    private record Guest(Sequence sequence, SamplingSettings settings, Heard heard) {}

    /** Keeps what it hears and ends the sequence after so many tokens. */
    private static final class Heard implements Sequence.Listener {

        private final int most;
        private final List<Integer> tokens = new ArrayList<>();
        private final List<Drawn.@Nullable Likeliest> likeliest = new ArrayList<>();
        private @Nullable Completion completion;

        Heard(int most) {
            this.most = most;
        }

        @Override
        public boolean drawn(Drawn drawn) {
            tokens.add(drawn.token());
            likeliest.add(drawn.likeliest());
            return tokens.size() < most;
        }

        @Override
        public void ended(Completion whole) {
            assertThat(completion).isNull();
            completion = whole;
        }

        Completion completion() {
            return Objects.requireNonNull(completion);
        }
    }

    private static Sequence sequence(int[] prompt, SamplingSettings settings, Heard heard) {
        return new Sequence(prompt, settings, Sequence.NONE, 48, heard);
    }

    private static SamplingSettings settings(double temperature, int count, long seed) {
        return new SamplingSettings(temperature, 0, 1, count, Set.of(), seed);
    }

    private int arrays() {
        return ((BaseNDManager) model.manager()).getManagedArrays().size();
    }
}
