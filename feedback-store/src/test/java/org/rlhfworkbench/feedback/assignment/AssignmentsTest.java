package org.rlhfworkbench.feedback.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.rlhfworkbench.feedback.Fixtures.B_FIRST;
import static org.rlhfworkbench.feedback.Fixtures.ranking;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.feedback.FeedbackException.Invalid;
import org.rlhfworkbench.feedback.FeedbackException.NotFound;
import org.rlhfworkbench.feedback.Fixtures;
import org.rlhfworkbench.feedback.MovableClock;
import org.rlhfworkbench.feedback.StoreTest;
import org.rlhfworkbench.feedback.campaigns.Campaign;
import org.rlhfworkbench.feedback.campaigns.Campaigns;
import org.rlhfworkbench.feedback.labels.Label;
import org.rlhfworkbench.feedback.labels.LabelStatus;
import org.rlhfworkbench.feedback.labels.Labels;
import org.springframework.beans.factory.annotation.Autowired;

@StoreTest
class AssignmentsTest {

    private static final Duration LONGER_THAN_A_LEASE = Duration.ofMinutes(11);

    @Autowired
    Fixtures fixtures;

    @Autowired
    Assignments assignments;

    @Autowired
    Campaigns campaigns;

    @Autowired
    Labels labels;

    @Autowired
    MovableClock clock;

    long project;
    long ann;
    long ben;

    @BeforeEach
    void twoLabelers() {
        project = fixtures.project().id();
        ann = fixtures.labeler("ann").id();
        ben = fixtures.labeler("ben").id();
    }

    @Test
    void an_item_comes_back_until_it_is_answered_and_then_the_next_one_follows() {
        Campaign campaign = fixtures.campaign(project, 2, 1);

        Task first = next(campaign, ann);
        assertThat(next(campaign, ann)).isEqualTo(first);

        Label label = assignments.submit(first.token(), ann, B_FIRST, 12.5);
        assertThat(label.status()).isEqualTo(LabelStatus.COUNTED);
        Task second = next(campaign, ann);
        assertThat(second.itemId()).isNotEqualTo(first.itemId());

        assignments.submit(second.token(), ann, B_FIRST, null);
        assertThat(assignments.next(campaign.id(), ann)).isEmpty();
        assertThat(assignments.progress(campaign.id())).isEqualTo(new Progress(2, 2, 2, 0, 2, 0, 0, 1));
        assertThat(assignments.progress(campaign.id()).complete()).isTrue();
    }

    @Test
    void an_item_that_needs_one_answer_is_in_one_pair_of_hands() {
        Campaign campaign = fixtures.campaign(project, 1, 1);
        next(campaign, ann);

        assertThat(assignments.next(campaign.id(), ben)).isEmpty();
        assertThat(assignments.remaining(campaign.id(), ben)).isZero();
        assertThat(assignments.remaining(campaign.id(), ann)).isEqualTo(1);
    }

    @Test
    void a_page_may_hold_the_next_item_while_the_first_is_judged() {
        Campaign campaign = fixtures.campaign(project, 3, 1);

        List<Task> two = assignments.ahead(campaign.id(), ann, 2);
        assignments.submit(two.getFirst().token(), ann, B_FIRST, null);

        assertThat(assignments.ahead(campaign.id(), ann, 2)).first().isEqualTo(two.getLast());
    }

    @Test
    void each_person_has_an_own_order_that_stays_and_goes_into_the_label() {
        Campaign campaign = fixtures.campaign(project, 40, 2);

        List<Task> hers = assignments.ahead(campaign.id(), ann, 40);
        List<Task> his = assignments.ahead(campaign.id(), ben, 40);

        assertThat(hers).hasSize(40);
        assertThat(orders(hers)).doesNotHaveDuplicates().hasSizeGreaterThan(10);
        long alike = hers.stream()
                .filter(task -> his.stream()
                        .anyMatch(other -> other.itemId() == task.itemId()
                                && other.outputs().equals(task.outputs())))
                .count();
        assertThat(alike).isLessThan(12);
        assertThat(assignments.ahead(campaign.id(), ann, 40)).isEqualTo(hers);
        Label label = assignments.submit(hers.getFirst().token(), ann, B_FIRST, null);
        assertThat(label.displayOrder()).isEqualTo(order(hers.getFirst()));
    }

    @Test
    void submitting_twice_is_submitting_once() {
        Campaign campaign = fixtures.campaign(project, 1, 2);
        Task task = next(campaign, ann);

        Label first = assignments.submit(task.token(), ann, B_FIRST, 5.0);

        assertThat(assignments.submit(task.token(), ann, B_FIRST, 5.0)).isEqualTo(first);
        assertThat(assignments.submit(task.token(), ann, ranking("a=b=c=d"), 5.0))
                .isEqualTo(first);
        assertThat(labels.ofItem(task.itemId())).hasSize(1);
    }

    @Test
    void a_heartbeat_keeps_an_item_and_without_one_it_goes_to_another() {
        Campaign campaign = fixtures.campaign(project, 1, 1);
        Task task = next(campaign, ann);

        clock.advance(Duration.ofMinutes(9));
        assertThat(assignments.heartbeat(task.token(), ann)).isPresent();
        clock.advance(Duration.ofMinutes(9));
        assertThat(assignments.next(campaign.id(), ben)).isEmpty();

        clock.advance(LONGER_THAN_A_LEASE);
        assertThat(next(campaign, ben).itemId()).isEqualTo(task.itemId());
        assertThat(assignments.heartbeat(task.token(), ann)).isEmpty();
        assertThat(assignments.task(task.token(), ann)).isEmpty();
    }

    @Test
    void a_late_answer_counts_while_a_slot_is_free_and_else_is_surplus() {
        Campaign campaign = fixtures.campaign(project, 1, 1);
        Task hers = next(campaign, ann);
        clock.advance(LONGER_THAN_A_LEASE);
        Task his = next(campaign, ben);

        Label late = assignments.submit(hers.token(), ann, B_FIRST, null);
        assertThat(late.status()).isEqualTo(LabelStatus.SURPLUS);
        assertThat(assignments.submit(his.token(), ben, B_FIRST, null).status()).isEqualTo(LabelStatus.COUNTED);
        assertThat(assignments.progress(campaign.id()).surplus()).isEqualTo(1);

        Campaign other = fixtures.campaign(project, 1, 1);
        Task again = next(other, ann);
        clock.advance(LONGER_THAN_A_LEASE);
        assertThat(assignments.handBackExpired()).isEqualTo(1);
        assertThat(assignments.submit(again.token(), ann, B_FIRST, null).status())
                .isEqualTo(LabelStatus.COUNTED);
        assertThat(assignments.progress(other.id()).complete()).isTrue();
    }

    @Test
    void a_late_answer_and_a_new_lease_of_the_same_person_are_one_answer() {
        Campaign campaign = fixtures.campaign(project, 1, 2);
        Task before = next(campaign, ann);
        clock.advance(LONGER_THAN_A_LEASE);
        Task after = next(campaign, ann);
        assertThat(after.token()).isNotEqualTo(before.token());
        assertThat(after.outputs()).isEqualTo(before.outputs());

        assignments.submit(before.token(), ann, B_FIRST, null);
        Label second = assignments.submit(after.token(), ann, ranking("a", "b", "c", "d"), null);

        assertThat(second.version()).isEqualTo(2);
        assertThat(assignments.progress(campaign.id()).counted()).isEqualTo(1);
        assertThat(labels.ofItem(before.itemId()))
                .extracting(Label::status)
                .containsExactly(LabelStatus.SUPERSEDED, LabelStatus.COUNTED);
    }

    @Test
    void a_skipped_item_does_not_come_again_to_this_person_and_does_to_others() {
        Campaign campaign = fixtures.campaign(project, 2, 1);
        Task task = next(campaign, ann);

        assignments.skip(task.token(), ann, "I do not know the language");

        assertThat(next(campaign, ann).itemId()).isNotEqualTo(task.itemId());
        assertThat(next(campaign, ben).itemId()).isEqualTo(task.itemId());
    }

    @Test
    void an_item_that_was_given_back_comes_after_the_others() {
        Campaign campaign = fixtures.campaign(project, 2, 1);
        List<Task> both = assignments.ahead(campaign.id(), ann, 2);

        assignments.handBack(both.getFirst().token(), ann);
        assignments.submit(both.getLast().token(), ann, B_FIRST, null);

        assertThat(next(campaign, ann).itemId()).isEqualTo(both.getFirst().itemId());
    }

    @Test
    void nobody_uses_the_token_of_another() {
        Campaign campaign = fixtures.campaign(project, 1, 1);
        String token = next(campaign, ann).token();

        assertThatThrownBy(() -> assignments.submit(token, ben, B_FIRST, null)).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> assignments.saveDraft(token, ben, B_FIRST, 0)).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> assignments.skip(token, ben, "")).isInstanceOf(NotFound.class);
        assertThat(assignments.heartbeat(token, ben)).isEmpty();
        assertThat(assignments.task(token, ben)).isEmpty();
    }

    @Test
    void an_incomplete_ranking_is_a_draft_and_no_answer() {
        Campaign campaign = fixtures.campaign(project, 1, 1);
        Task task = next(campaign, ann);

        long revision = assignments.saveDraft(task.token(), ann, ranking("b"), 0);

        assertThat(next(campaign, ann).draft()).isEqualTo(ranking("b"));
        assertThat(next(campaign, ann).draftRevision()).isEqualTo(revision);
        assertThatThrownBy(() -> assignments.submit(task.token(), ann, ranking("b"), null))
                .isInstanceOf(Invalid.class);
    }

    @Test
    void a_paused_campaign_hands_out_nothing_and_takes_what_is_in_hands() {
        Campaign campaign = fixtures.campaign(project, 2, 1);
        Task task = next(campaign, ann);

        campaigns.pause(campaign.id());

        assertThat(assignments.next(campaign.id(), ben)).isEmpty();
        assertThat(assignments.submit(task.token(), ann, B_FIRST, null).status())
                .isEqualTo(LabelStatus.COUNTED);
    }

    @Test
    void a_campaign_for_named_people_hands_out_nothing_to_others() {
        Campaign campaign = fixtures.campaignFor(project, List.of(ann));

        assertThat(campaign.labelerIds()).containsExactly(ann);
        assertThat(assignments.remaining(campaign.id(), ann)).isEqualTo(2);
        assertThat(assignments.remaining(campaign.id(), ben)).isZero();
        assertThat(assignments.next(campaign.id(), ben)).isEmpty();
        assertThat(assignments.next(campaign.id(), ann)).isPresent();
    }

    private Task next(Campaign campaign, long person) {
        return assignments.next(campaign.id(), person).orElseThrow();
    }

    private static List<List<String>> orders(List<Task> tasks) {
        return tasks.stream().map(AssignmentsTest::order).distinct().toList();
    }

    private static List<String> order(Task task) {
        return task.outputs().stream().map(ShownOutput::key).toList();
    }
}
