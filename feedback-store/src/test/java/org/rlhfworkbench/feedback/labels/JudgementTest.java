package org.rlhfworkbench.feedback.labels;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.rlhfworkbench.feedback.Fixtures.ranking;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.feedback.FeedbackException.Invalid;

class JudgementTest {

    private static final List<String> KEYS = List.of("a", "b", "c", "d");

    @Test
    void a_whole_ranking_with_ties_is_taken() {
        assertThatNoException().isThrownBy(() -> ranking("b", "a=d", "c").check(KEYS));
        assertThatNoException().isThrownBy(() -> ranking("a=b=c=d").check(KEYS));
        assertThatNoException()
                .isThrownBy(() -> Judgement.unrankable("all the same").check(KEYS));
    }

    @Test
    void an_output_that_is_missing_unknown_or_placed_twice_is_refused() {
        refused(ranking("b", "a=d"), "Place every output");
        refused(ranking("b", "a=d", "e"), "does not have");
        refused(ranking("b", "a=d", "c=b"), "Place each once");
        refused(Judgement.unrankable(" "), "Say why");
    }

    @Test
    void strengths_ratings_and_flags_must_fit() {
        refused(with(List.of(1), Map.of(), Map.of()), "how much better");
        refused(with(List.of(1, 4), Map.of(), Map.of()), "0 to 3");
        refused(with(null, Map.of("a", 8), Map.of()), "1 to 7");
        refused(with(null, Map.of("e", 1), Map.of()), "does not have");
        refused(with(null, Map.of(), Map.of("e", List.of("harmful"))), "does not have");
        assertThatNoException()
                .isThrownBy(() -> with(List.of(0, 3), Map.of("a", 7), Map.of("c", List.of("harmful")))
                        .check(KEYS));
    }

    private static Judgement with(
            @Nullable List<Integer> strengths, Map<String, Integer> ratings, Map<String, List<String>> flags) {
        return new Judgement(ranking("b", "a=d", "c").groups(), strengths, ratings, flags, List.of(), null, null);
    }

    private static void refused(Judgement judgement, String reason) {
        assertThatThrownBy(() -> judgement.check(KEYS))
                .isInstanceOf(Invalid.class)
                .hasMessageContaining(reason);
    }
}
