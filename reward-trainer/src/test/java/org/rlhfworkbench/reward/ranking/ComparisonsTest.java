package org.rlhfworkbench.reward.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonsTest {

    private static final List<List<Integer>> B_THEN_A_AND_D_THEN_C = List.of(List.of(1), List.of(0, 3), List.of(2));

    @Test
    void a_response_beats_every_response_of_a_later_group() {
        assertThat(Comparisons.implied(4, B_THEN_A_AND_D_THEN_C, Ties.DROP).list())
                .containsExactlyInAnyOrder(
                        Comparison.win(1, 0),
                        Comparison.win(1, 3),
                        Comparison.win(1, 2),
                        Comparison.win(0, 2),
                        Comparison.win(3, 2));
    }

    @Test
    void responses_of_one_group_are_ties_when_ties_count_half() {
        Comparisons comparisons = Comparisons.implied(4, B_THEN_A_AND_D_THEN_C, Ties.HALF);
        assertThat(comparisons.list()).hasSize(6).contains(Comparison.tie(0, 3));
        assertThat(comparisons.wins()).hasSize(5);
    }

    @Test
    void a_response_that_nobody_placed_implies_nothing() {
        assertThat(Comparisons.implied(3, List.of(List.of(2), List.of(0)), Ties.HALF)
                        .list())
                .containsExactly(Comparison.win(2, 0));
    }

    @Test
    void a_response_ranked_twice_or_unknown_is_refused() {
        assertThatThrownBy(() -> Comparisons.implied(2, List.of(List.of(0), List.of(0)), Ties.DROP))
                .hasMessageContaining("ranked twice");
        assertThatThrownBy(() -> Comparisons.implied(2, List.of(List.of(0), List.of(2)), Ties.DROP))
                .hasMessageContaining("2 responses");
    }
}
