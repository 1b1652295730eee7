package org.rlhfworkbench.lm.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LikeLengthsTest {

    @Test
    void the_shortest_come_first_and_every_row_keeps_its_place() {
        List<int[]> rows = List.of(new int[5], new int[1], new int[3], new int[2], new int[4]);
        List<LikeLengths> parts = LikeLengths.of(rows, 2);
        assertThat(parts).extracting(LikeLengths::places).containsExactly(List.of(1, 3), List.of(2, 4), List.of(0));
        assertThat(parts).extracting(LikeLengths::longest).containsExactly(2, 4, 5);
        assertThat(parts.getFirst().rows()).containsExactly(rows.get(1), rows.get(3));
    }

    @Test
    void no_rows_make_no_part() {
        assertThat(LikeLengths.of(List.of(), 4)).isEmpty();
    }
}
