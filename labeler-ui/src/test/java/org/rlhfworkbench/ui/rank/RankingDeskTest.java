package org.rlhfworkbench.ui.rank;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.browserless.SpringBrowserlessTest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.feedback.assignment.Assignments;
import org.rlhfworkbench.feedback.campaigns.Campaign;
import org.rlhfworkbench.feedback.campaigns.Campaigns;
import org.rlhfworkbench.feedback.campaigns.LabelForm;
import org.rlhfworkbench.feedback.labels.Labels;
import org.rlhfworkbench.ui.ApplicationTest;
import org.rlhfworkbench.ui.LabelingFixtures;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.json.JsonMapper;

@ApplicationTest
class RankingDeskTest extends SpringBrowserlessTest {
    private static final RankDraft ALL_TIED =
            new RankDraft(List.of(List.of("A", "B", "C", "D")), List.of(), Map.of(), Map.of(), null);

    @Autowired
    LabelingFixtures fixtures;

    @Autowired
    Assignments assignments;

    @Autowired
    Labels labels;

    @Autowired
    Campaigns campaigns;

    private Campaign campaign;
    private long ann;

    @BeforeEach
    void openCampaign() {
        campaign = fixtures.campaign(3, 1, LabelForm.PLAIN);
        ann = fixtures.labeler("ann", campaign.projectId()).id();
    }

    @Test
    void the_item_on_the_page_and_the_one_behind_it_are_in_hands() {
        Delivery first = desk(ann).inHands();

        assertThat(first.items()).hasSize(2);
        assertThat(first.counts()).isEqualTo(new Delivery.Counts(0, 3));
    }

    @Test
    void no_model_no_key_and_no_seed_reaches_the_browser() {
        String sent = JsonMapper.shared().writeValueAsString(desk(ann).inHands());

        assertThat(sent).contains("Story").doesNotContain("sft-1", "secret-key", "4711");
    }

    @Test
    void each_person_sees_an_order_of_their_own_and_always_the_same() {
        Campaign shared = fixtures.campaign(8, 2, LabelForm.PLAIN);
        long bob = fixtures.labeler("bob", shared.projectId()).id();
        RankingDesk annsDesk = desk(shared, ann);

        assertThat(texts(annsDesk.inHands())).isEqualTo(texts(desk(shared, ann).inHands()));
        assertThat(texts(annsDesk.inHands()))
                .isNotEqualTo(texts(desk(shared, bob).inHands()));
    }

    @Test
    void what_was_placed_is_there_when_the_page_is_loaded_again() {
        RankingDesk before = desk(ann);
        String id = first(before.inHands()).id();
        RankDraft half = new RankDraft(List.of(List.of(), List.of("C")), List.of(), Map.of(), Map.of(), null);
        assertThat(before.keep(id, half)).isEqualTo(new Delivery.Kept(null, null));

        Offered again = first(desk(ann).inHands());
        assertThat(again.id()).isEqualTo(id);
        assertThat(Objects.requireNonNull(again.draft()).groups()).containsExactly(List.of(), List.of("C"));
    }

    @Test
    void a_second_tab_hears_what_the_first_one_has_saved_and_may_go_on() {
        RankingDesk one = desk(ann);
        RankingDesk two = desk(ann);
        String id = first(one.inHands()).id();
        two.inHands();
        one.keep(id, new RankDraft(List.of(List.of("A")), List.of(), Map.of(), Map.of(), null));

        Delivery.Kept overtaken =
                two.keep(id, new RankDraft(List.of(List.of("B")), List.of(), Map.of(), Map.of(), null));
        assertThat(Objects.requireNonNull(overtaken.other()).groups()).containsExactly(List.of("A"));
        assertThat(two.keep(id, ALL_TIED)).isEqualTo(new Delivery.Kept(null, null));
    }

    @Test
    void submitting_brings_the_next_item_and_honest_counts() {
        RankingDesk desk = desk(ann);
        String id = first(desk.inHands()).id();

        Delivery after = desk.submit(id, ALL_TIED, 4);
        assertThat(after.refused()).isNull();
        assertThat(after.counts()).isEqualTo(new Delivery.Counts(1, 2));
        assertThat(after.items()).hasSize(2).noneMatch(item -> item.id().equals(id));
    }

    @Test
    void submitting_twice_is_one_answer() {
        RankingDesk desk = desk(ann);
        String id = first(desk.inHands()).id();
        desk.submit(id, ALL_TIED, 4);

        assertThat(desk.submit(id, ALL_TIED, 4).counts()).isEqualTo(new Delivery.Counts(1, 2));
    }

    @Test
    void an_incomplete_answer_is_refused_in_words_and_nothing_is_lost() {
        RankingDesk desk = desk(ann);
        String id = first(desk.inHands()).id();
        RankDraft half = new RankDraft(List.of(List.of("A")), List.of(), Map.of(), Map.of(), null);
        desk.keep(id, half);

        assertThat(desk.submit(id, half, 1).refused()).contains("not placed yet");
        assertThat(first(desk(ann).inHands()).draft()).isNotNull();
    }

    @Test
    void an_answer_that_comes_when_the_item_has_enough_is_kept_and_says_so() {
        RankingDesk annsDesk = desk(ann);
        String late = first(annsDesk.inHands()).id();
        assignments.handBack(late, ann);
        long bob = fixtures.labeler("bob", campaign.projectId()).id();
        RankingDesk bobsDesk = desk(bob);
        bobsDesk.submit(first(bobsDesk.inHands()).id(), ALL_TIED, 1);

        assertThat(annsDesk.submit(late, ALL_TIED, 1).notice()).isEqualTo("surplus");
    }

    @Test
    void an_earlier_answer_can_be_corrected_and_its_first_version_stays() {
        RankingDesk desk = desk(ann);
        desk.submit(first(desk.inHands()).id(), ALL_TIED, 1);

        Offered earlier = Objects.requireNonNull(desk.back(0));
        assertThat(Objects.requireNonNull(earlier.draft()).groups()).hasSize(1);
        Delivery corrected = desk.correct(
                Objects.requireNonNull(earlier.label()),
                new RankDraft(List.of(List.of("A"), List.of("B", "C", "D")), List.of(), Map.of(), Map.of(), null),
                2);
        assertThat(corrected.refused()).isNull();
        assertThat(corrected.counts()).isEqualTo(new Delivery.Counts(1, 2));
        assertThat(Objects.requireNonNull(Objects.requireNonNull(desk.back(0)).draft())
                        .groups())
                .hasSize(2);
        assertThat(desk.back(1)).isNull();
    }

    @Test
    void nobody_can_open_or_correct_an_answer_of_somebody_else() {
        RankingDesk annsDesk = desk(ann);
        annsDesk.submit(first(annsDesk.inHands()).id(), ALL_TIED, 1);
        long label =
                Objects.requireNonNull(Objects.requireNonNull(annsDesk.back(0)).label());
        long bob = fixtures.labeler("bob", campaign.projectId()).id();

        assertThat(desk(bob).answer(label)).isEmpty();
        assertThat(desk(bob).correct(label, ALL_TIED, 1).refused()).contains("There is no label");
    }

    @Test
    void a_skipped_item_does_not_come_back() {
        RankingDesk desk = desk(ann);
        String id = first(desk.inHands()).id();

        Delivery after = desk.skip(id, "I do not know the subject");
        assertThat(after.items()).noneMatch(item -> item.id().equals(id));
        assertThat(after.counts()).isEqualTo(new Delivery.Counts(0, 2));
    }

    @Test
    void a_heartbeat_names_what_went_to_somebody_else() {
        RankingDesk desk = desk(ann);
        String id = first(desk.inHands()).id();
        assertThat(desk.heartbeat(List.of(id))).isEmpty();

        assignments.handBack(id, ann);
        assertThat(desk.heartbeat(List.of(id))).containsExactly(id);
    }

    private RankingDesk desk(long person) {
        return desk(campaign, person);
    }

    private RankingDesk desk(Campaign of, long person) {
        return new RankingDesk(assignments, labels, campaigns, of, person);
    }

    private static Offered first(Delivery delivery) {
        return Objects.requireNonNull(delivery.items()).getFirst();
    }

    private static List<List<String>> texts(Delivery delivery) {
        return Objects.requireNonNull(delivery.items()).stream()
                .map(Offered::outputs)
                .toList();
    }
}
