package org.rlhfworkbench.ui.rank;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.chrome.ChromeDriver;
import org.rlhfworkbench.ui.Browser;

/** The rules of {@code rank-state.js}, in the engine that they run in. */
class RankStateTest {
    private static @Nullable ChromeDriver browser;

    @BeforeAll
    static void load() throws Exception {
        browser = Browser.open();
        browser.executeScript(Files.readString(Path.of("src/main/resources/META-INF/resources/rank-state.js")));
    }

    @AfterAll
    static void quit() {
        if (browser != null) {
            browser.quit();
        }
    }

    @Test
    void nothing_is_placed_beforehand() {
        assertThat(after("")).isEqualTo(List.of());
    }

    @Test
    void a_digit_gives_a_rank_and_the_same_digit_makes_a_tie() {
        assertThat(after("s = S.place(s, L, 'A', 2); s = S.place(s, L, 'B', 1); s = S.place(s, L, 'D', 2);"))
                .isEqualTo(List.of(List.of("B"), List.of("A", "D")));
    }

    @Test
    void ranks_may_be_given_from_the_worst_up_and_close_up_when_all_are_placed() {
        String places = "s = S.place(s, L, 'A', 4); s = S.place(s, L, 'B', 4); s = S.place(s, L, 'C', 2);";

        assertThat(js(places + "return s.ranks")).isEqualTo(Map.of("A", 4L, "B", 4L, "C", 2L));
        assertThat(js(places + "return S.place(s, L, 'D', 3).ranks"))
                .isEqualTo(Map.of("C", 1L, "D", 2L, "A", 3L, "B", 3L));
    }

    @Test
    void a_digit_beyond_the_number_of_outputs_changes_nothing() {
        assertThat(js("return S.place(s, L, 'A', 5) === s && S.place(s, L, 'A', 0) === s"))
                .isEqualTo(true);
    }

    @Test
    void the_next_output_is_the_next_unplaced_one_and_then_from_the_start() {
        assertThat(js("s = S.place(s, L, 'B', 1); return S.nextUnplaced(s, L, 'A')"))
                .isEqualTo("C");
        assertThat(js("s = S.place(s, L, 'D', 1); return S.nextUnplaced(s, L, 'D')"))
                .isEqualTo("A");
        assertThat(js(placed("1234") + "return S.nextUnplaced(s, L, 'A') === undefined"))
                .isEqualTo(true);
    }

    @Test
    void an_earlier_state_is_never_changed_so_that_undo_needs_only_to_keep_it() {
        assertThat(js("const before = S.place(s, L, 'A', 1); S.place(before, L, 'A', 2); S.remove(before, 'A');"
                        + "S.rate(before, 'A', 3); S.flag(before, 'A', 'x'); return before"))
                .isEqualTo(Map.of(
                        "ranks", Map.of("A", 1L), "strengths", Map.of(), "ratings", Map.of(), "flags", Map.of()));
    }

    @Test
    void dropped_on_a_group_an_output_is_tied_with_it() {
        assertThat(after(placed("1234") + "s = S.tie(s, L, 'D', 'A');"))
                .isEqualTo(List.of(List.of("A", "D"), List.of("B"), List.of("C")));
    }

    @Test
    void dropped_between_groups_an_output_gets_a_rank_of_its_own() {
        assertThat(after(placed("1223") + "s = S.before(s, L, 'D', 1);"))
                .isEqualTo(List.of(List.of("A"), List.of("D"), List.of("B", "C")));
        assertThat(after(placed("1223") + "s = S.before(s, L, 'B', 1);"))
                .isEqualTo(List.of(List.of("A"), List.of("B"), List.of("C"), List.of("D")));
        assertThat(after(placed("12") + "s = S.before(s, L, 'C', 2);"))
                .isEqualTo(List.of(List.of("A"), List.of("B"), List.of("C")));
    }

    @Test
    void a_step_leads_out_of_a_tie_or_into_the_neighbouring_one() {
        assertThat(after(placed("1122") + "s = S.step(s, L, 'B', 1);"))
                .isEqualTo(List.of(List.of("A"), List.of("B"), List.of("C", "D")));
        assertThat(after(placed("1234") + "s = S.step(s, L, 'B', -1);"))
                .isEqualTo(List.of(List.of("A", "B"), List.of("C"), List.of("D")));
        assertThat(js(placed("1234") + "return S.step(s, L, 'A', -1) === s")).isEqualTo(true);
    }

    @Test
    void a_strength_belongs_to_its_two_groups_and_is_asked_again_when_they_change() {
        String strong = placed("1223") + "s = S.strengthen(s, 'A|BC', 3);";

        assertThat(js(strong + "return S.openBoundary(s, L)")).isEqualTo("BC|D");
        assertThat(js(strong + "s = S.tie(s, L, 'D', 'B'); return S.openBoundary(s, L)"))
                .isEqualTo("A|BCD");
        assertThat(js(strong
                        + "s = S.tie(s, L, 'D', 'B'); s = S.before(s, L, 'D', 2); return S.toWire(s, L).strengths"))
                .isEqualTo(Arrays.asList(3L, null));
    }

    @Test
    void a_rating_that_contradicts_the_order_is_found() {
        String rated = placed("1234") + "s = S.rate(s, 'A', 3); s = S.rate(s, 'C', 6);";

        assertThat(js(rated + "return S.contradiction(s, L)")).isEqualTo(List.of("C", "A"));
        assertThat(js(rated + "s = S.rate(s, 'C', 6); return S.contradiction(s, L) === undefined"))
                .isEqualTo(true);
    }

    @Test
    void what_goes_to_the_server_comes_back_the_same() {
        assertThat(js("s = S.place(s, L, 'C', 4); s = S.place(s, L, 'A', 2); s = S.flag(s, 'B', 'harmful');"
                        + "s = S.strengthen(s, 'A|C', 0); return S.fromWire(S.toWire(s, L), L)"))
                .isEqualTo(Map.of(
                        "ranks", Map.of("A", 2L, "C", 4L),
                        "strengths", Map.of("A|C", 0L),
                        "ratings", Map.of(),
                        "flags", Map.of("B", List.of("harmful"))));
    }

    /** Ranks for A, B, C and D as digits. */
    private static String placed(String digits) {
        StringBuilder places = new StringBuilder();
        for (int at = 0; at < digits.length(); at++) {
            places.append("s = S.place(s, L, '%s', %s);".formatted("ABCD".charAt(at), digits.charAt(at)));
        }
        return places.toString();
    }

    private static @Nullable Object after(String acts) {
        return js(acts + "return S.groups(s, L)");
    }

    private static @Nullable Object js(String acts) {
        if (browser == null) {
            throw new IllegalStateException("no browser");
        }
        return browser.executeScript("const S = window.rankState, L = ['A', 'B', 'C', 'D']; let s = S.EMPTY;" + acts);
    }
}
