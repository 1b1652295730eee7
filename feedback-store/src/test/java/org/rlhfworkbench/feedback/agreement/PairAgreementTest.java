package org.rlhfworkbench.feedback.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.rlhfworkbench.feedback.Fixtures.ranking;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.feedback.labels.Judgement;

class PairAgreementTest {

    private final PairAgreement pairs = new PairAgreement();

    @Test
    void pairs_that_somebody_tied_say_nothing() {
        pairs.addItem(List.of(ranking("a", "b=c"), ranking("a", "b", "c")));

        Figure figure = pairs.figure().orElseThrow();
        assertThat(figure.n()).isEqualTo(2);
        assertThat(figure.value()).isEqualTo(1);
    }

    @Test
    void a_swapped_neighbour_disagrees_on_one_pair_of_three() {
        pairs.addItem(List.of(ranking("a", "b", "c"), ranking("b", "a", "c")));

        assertThat(pairs.figure().orElseThrow().value()).isEqualTo(2 / 3.0);
    }

    @Test
    void three_people_are_three_comparisons() {
        pairs.addItem(List.of(ranking("a", "b"), ranking("a", "b"), ranking("b", "a")));

        Figure figure = pairs.figure().orElseThrow();
        assertThat(figure.n()).isEqualTo(3);
        assertThat(figure.value()).isEqualTo(1 / 3.0);
    }

    /** Ten items with one pair each, eight agree: variance .8 · .2 / 9, so n is 9; Wilson's interval by hand. */
    @Test
    void the_interval_is_that_of_a_share_of_items_when_each_has_one_pair() {
        for (int item = 0; item < 10; item++) {
            pairs.addItem(List.of(ranking("a", "b"), item < 8 ? ranking("a", "b") : ranking("b", "a")));
        }

        Figure figure = pairs.figure().orElseThrow();
        assertThat(figure.value()).isEqualTo(.8);
        assertThat(figure.low()).isCloseTo(.474, within(.001));
        assertThat(figure.high()).isCloseTo(.947, within(.001));
    }

    @Test
    void items_that_stand_or_fall_whole_make_the_interval_wider_than_their_pairs_would() {
        for (int item = 0; item < 10; item++) {
            pairs.addItem(List.of(
                    ranking("a", "b", "c", "d"), item < 8 ? ranking("a", "b", "c", "d") : ranking("d", "c", "b", "a")));
        }

        Figure figure = pairs.figure().orElseThrow();
        assertThat(figure.n()).isEqualTo(60);
        assertThat(figure.low()).isCloseTo(.474, within(.001));
    }

    @Test
    void unrankable_items_and_single_judgements_are_not_compared() {
        pairs.addItem(List.of(ranking("a", "b"), Judgement.unrankable("both empty")));
        pairs.addItem(List.of(ranking("a", "b")));

        assertThat(pairs.figure()).isEmpty();
    }
}
