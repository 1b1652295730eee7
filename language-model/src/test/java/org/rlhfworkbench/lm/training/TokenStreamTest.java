package org.rlhfworkbench.lm.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenStreamTest {

    private static final List<int[]> DOCUMENTS =
            List.of(new int[] {1, 2, 3, 0}, new int[] {4, 0}, new int[] {5, 6, 7, 8, 9, 0});

    @Test
    void a_pass_holds_every_document_once_whole_and_in_another_order_than_the_next() {
        TokenStream stream = new TokenStream(DOCUMENTS, 4, 1);
        List<String> passes = new ArrayList<>();
        for (int pass = 0; pass < 8; pass++) {
            StringBuilder text = new StringBuilder();
            for (int block = 0; block < 3; block++) {
                Arrays.stream(stream.next()).forEach(text::append);
            }
            assertThat(text).hasSize(12).contains("1230", "40", "567890");
            passes.add(text.toString());
        }
        assertThat(passes.stream().distinct().count()).isGreaterThan(2);
    }

    @Test
    void what_comes_next_depends_on_the_seed_and_the_count_alone() {
        TokenStream straight = new TokenStream(DOCUMENTS, 5, 2);
        for (int taken = 0; taken < 9; taken++) {
            TokenStream resumed = new TokenStream(DOCUMENTS, 5, 2);
            resumed.skipTo(taken);
            assertThat(resumed.taken()).isEqualTo(straight.taken());
            assertThat(straight.next()).isEqualTo(resumed.next());
        }
    }

    @Test
    void a_text_shorter_than_a_block_is_repeated_to_fill_it() {
        TokenStream stream = new TokenStream(List.of(new int[] {7, 0}), 5, 1);
        assertThat(stream.next()).containsExactly(7, 0, 7, 0, 7);
    }

    @Test
    void a_mixture_takes_of_each_corpus_its_share() {
        TokenStream ones = new TokenStream(List.of(new int[] {1, 1}), 2, 1);
        TokenStream twos = new TokenStream(List.of(new int[] {2, 2}), 2, 1);
        Mixture mixture = new Mixture(List.of(ones, twos), new double[] {3, 1}, 5);
        double share = IntStream.range(0, 100)
                .mapToObj(step -> mixture.batch(step, 20))
                .flatMap(List::stream)
                .mapToInt(block -> block[0] == 1 ? 1 : 0)
                .average()
                .orElseThrow();
        assertThat(share).isCloseTo(0.75, within(0.05));
        assertThat(mixture.cursor()).containsExactly(ones.taken(), twos.taken());
        assertThat(ones.taken() + twos.taken()).isEqualTo(2000);
    }
}
