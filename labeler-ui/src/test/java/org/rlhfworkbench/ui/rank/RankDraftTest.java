package org.rlhfworkbench.ui.rank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.feedback.FeedbackException.Invalid;
import org.rlhfworkbench.feedback.campaigns.LabelForm;
import org.rlhfworkbench.feedback.labels.Judgement;

class RankDraftTest {
    private static final List<String> ORDER = List.of("sft-1/2", "sft-1/0", "sft-1/3", "sft-1/1");
    private static final LabelForm WITH_STRENGTHS = new LabelForm(false, true, List.of());

    @Test
    void letters_stand_for_the_outputs_in_the_order_this_person_sees_them() {
        Judgement answer = draft(List.of("B"), List.of("A", "D"), List.of("C")).answered(ORDER, LabelForm.PLAIN);

        assertThat(answer.groups())
                .containsExactly(List.of("sft-1/0"), List.of("sft-1/2", "sft-1/1"), List.of("sft-1/3"));
    }

    @Test
    void a_draft_keeps_the_digits_that_nobody_has_yet() {
        RankDraft worstFirst = draft(List.of(), List.of(), List.of(), List.of("C"));

        assertThat(RankDraft.of(worstFirst.kept(ORDER), ORDER).groups())
                .containsExactly(List.of(), List.of(), List.of(), List.of("C"));
    }

    @Test
    void gaps_between_ranks_close_up_in_the_answer() {
        Judgement answer =
                draft(List.of("A"), List.of(), List.of("B", "C"), List.of("D")).answered(ORDER, LabelForm.PLAIN);

        assertThat(answer.groups()).hasSize(3);
        assertThat(answer).satisfies(whole -> whole.check(ORDER));
    }

    @Test
    void a_strength_that_was_not_answered_stays_open_and_is_never_slightly() {
        RankDraft half = new RankDraft(
                List.of(List.of("A"), List.of("B"), List.of("C", "D")), Arrays.asList(2, null), null, null, null);

        assertThat(RankDraft.of(half.kept(ORDER), ORDER).strengths()).containsExactly(2, null);
        assertThatThrownBy(() -> half.answered(ORDER, WITH_STRENGTHS))
                .isInstanceOf(Invalid.class)
                .hasMessageContaining("how much better");
    }

    @Test
    void strengths_are_null_where_the_campaign_does_not_ask() {
        RankDraft draft = new RankDraft(
                List.of(List.of("A", "B"), List.of("C", "D")), Arrays.asList((Integer) null), null, null, null);

        assertThat(draft.answered(ORDER, LabelForm.PLAIN).strengths()).isNull();
    }

    @Test
    void ratings_and_flags_go_with_their_outputs_and_an_output_without_stays_absent() {
        RankDraft draft = new RankDraft(
                List.of(List.of("A", "B", "C", "D")), null, Map.of("D", 6), Map.of("C", List.of("harmful")), null);

        Judgement answer = draft.answered(ORDER, LabelForm.PLAIN);
        assertThat(answer.ratings()).containsExactly(Map.entry("sft-1/1", 6));
        assertThat(answer.flags()).containsExactly(Map.entry("sft-1/3", List.of("harmful")));
        assertThat(RankDraft.of(answer, ORDER).ratings()).containsExactly(Map.entry("D", 6));
    }

    @Test
    void what_cannot_be_ranked_has_a_reason_and_no_order() {
        RankDraft draft = new RankDraft(List.of(List.of("A")), List.of(), null, null, "All outputs are broken");

        Judgement answer = draft.answered(ORDER, WITH_STRENGTHS);
        assertThat(answer.groups()).isEmpty();
        assertThat(answer.strengths()).isNull();
        assertThat(answer.unrankable()).isEqualTo("All outputs are broken");
    }

    @Test
    void a_letter_that_the_page_does_not_show_is_refused() {
        assertThatThrownBy(() -> draft(List.of("E")).answered(ORDER, LabelForm.PLAIN))
                .isInstanceOf(Invalid.class)
                .hasMessageContaining("an output that the item does not have");
    }

    @Test
    void no_key_reaches_the_page() {
        Judgement answer = Judgement.of(List.of(ORDER));

        assertThat(RankDraft.of(answer, ORDER).toString()).doesNotContain("sft");
    }

    @SafeVarargs
    private static RankDraft draft(List<String>... groups) {
        return new RankDraft(List.of(groups), List.of(), Map.of(), Map.of(), null);
    }
}
