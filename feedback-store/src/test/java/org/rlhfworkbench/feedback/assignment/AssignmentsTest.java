package org.rlhfworkbench.feedback.assignment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.feedback.Fixtures;
import org.rlhfworkbench.feedback.StoreTest;
import org.rlhfworkbench.feedback.campaigns.Campaign;
import org.rlhfworkbench.feedback.labels.Judgement;
import org.rlhfworkbench.feedback.labels.Label;
import org.rlhfworkbench.feedback.labels.LabelStatus;
import org.rlhfworkbench.feedback.people.Person;
import org.springframework.beans.factory.annotation.Autowired;

@StoreTest
class AssignmentsTest {

    private static final Judgement B_FIRST = Judgement.of(List.of(List.of("b"), List.of("a", "d"), List.of("c")));

    @Autowired
    Fixtures fixtures;

    @Autowired
    Assignments assignments;

    @Test
    void an_item_comes_back_until_it_is_answered_and_then_the_next_one_follows() {
        Campaign campaign = fixtures.campaign(fixtures.project().id(), 2, 1);
        Person ann = fixtures.labeler("ann");

        Task first = assignments.next(campaign.id(), ann.id()).orElseThrow();
        assertThat(assignments.next(campaign.id(), ann.id())).contains(first);

        Label label = assignments.submit(first.token(), ann.id(), B_FIRST, 12.5);
        assertThat(label.status()).isEqualTo(LabelStatus.COUNTED);
        Task second = assignments.next(campaign.id(), ann.id()).orElseThrow();
        assertThat(second.itemId()).isNotEqualTo(first.itemId());

        assignments.submit(second.token(), ann.id(), B_FIRST, null);
        assertThat(assignments.next(campaign.id(), ann.id())).isEmpty();
        assertThat(assignments.progress(campaign.id()).complete()).isTrue();
    }
}
