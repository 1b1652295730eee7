package org.rlhfworkbench.lm.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StopTextsTest {

    @Test
    void without_stops_everything_goes_through_at_once() {
        StopTexts stops = new StopTexts(List.of());
        assertThat(stops.next("Hello")).isEqualTo("Hello");
        assertThat(stops.rest()).isEmpty();
    }

    @Test
    void a_stop_over_several_pieces_ends_the_text_before_it() {
        StopTexts stops = new StopTexts(List.of("END"));
        assertThat(stops.next("one E")).isEqualTo("one ");
        assertThat(stops.next("N")).isEmpty();
        assertThat(stops.next("D two")).isEmpty();
        assertThat(stops.found()).isTrue();
        assertThat(stops.rest()).isEmpty();
    }

    @Test
    void what_only_looked_like_a_stop_is_given_out_later() {
        StopTexts stops = new StopTexts(List.of("END"));
        assertThat(stops.next("E")).isEmpty();
        assertThat(stops.next("EN")).isEqualTo("E");
        assertThat(stops.next("T")).isEqualTo("ENT");
        assertThat(stops.next("E")).isEmpty();
        assertThat(stops.rest()).isEqualTo("E");
    }

    @Test
    void the_earliest_of_several_stops_counts() {
        StopTexts stops = new StopTexts(List.of("two", "one"));
        assertThat(stops.next("zero one two")).isEqualTo("zero ");
    }
}
