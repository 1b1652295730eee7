package org.rlhfworkbench.feedback.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.rlhfworkbench.feedback.Fixtures.B_FIRST;
import static org.rlhfworkbench.feedback.Fixtures.ranking;

import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.feedback.FeedbackException.NotFound;
import org.rlhfworkbench.feedback.FeedbackException.WrongState;
import org.rlhfworkbench.feedback.Fixtures;
import org.rlhfworkbench.feedback.StoreTest;
import org.rlhfworkbench.feedback.assignment.Assignments;
import org.rlhfworkbench.feedback.campaigns.Campaign;
import org.rlhfworkbench.feedback.campaigns.Campaigns;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.domain.PageRequest;

@StoreTest
class LabelsTest {

    @Autowired
    Fixtures fixtures;

    @Autowired
    Campaigns campaigns;

    @Autowired
    Assignments assignments;

    @Autowired
    Labels labels;

    Campaign campaign;
    long ann;
    Label given;

    @BeforeEach
    void aLabel() {
        campaign = fixtures.campaign(fixtures.project().id(), 1, 1);
        ann = fixtures.labeler("ann").id();
        String token = assignments.next(campaign.id(), ann).orElseThrow().token();
        given = assignments.submit(token, ann, B_FIRST, 41.2);
    }

    @Test
    void a_correction_counts_in_place_of_the_old_version_which_stays() {
        campaigns.changeGuidelines(campaign.id(), "Prefer the shorter story.");

        Label corrected = labels.correct(given.id(), ann, ranking("c", "a=b=d"), null);

        assertThat(corrected.version()).isEqualTo(2);
        assertThat(corrected.status()).isEqualTo(LabelStatus.COUNTED);
        assertThat(corrected.guidelineVersion()).isEqualTo(2);
        assertThat(corrected.displayOrder()).isEqualTo(given.displayOrder());
        assertThat(labels.get(given.id()).status()).isEqualTo(LabelStatus.SUPERSEDED);
        assertThat(labels.ofItem(given.itemId())).hasSize(2);
        assertThat(labels.history(campaign.id(), ann, PageRequest.of(0, 10))).containsExactly(corrected);
        assertThat(assignments.progress(campaign.id()).counted()).isEqualTo(1);
    }

    @Test
    void the_same_judgement_again_makes_no_new_version() {
        assertThat(labels.correct(given.id(), ann, B_FIRST, 3.0)).isEqualTo(labels.get(given.id()));
    }

    @Test
    void nobody_corrects_the_label_of_another_or_an_old_version() {
        long ben = fixtures.labeler("ben").id();
        assertThatThrownBy(() -> labels.correct(given.id(), ben, ranking("a=b=c=d"), null))
                .isInstanceOf(NotFound.class);

        labels.correct(given.id(), ann, ranking("a=b=c=d"), null);
        assertThatThrownBy(() -> labels.correct(given.id(), ann, ranking("a", "b=c=d"), null))
                .isInstanceOf(WrongState.class);
    }

    @Test
    void answers_of_today_are_counted_without_their_corrections() {
        labels.correct(given.id(), ann, ranking("a=b=c=d"), null);

        assertThat(labels.countSince(ann, Instant.EPOCH)).isEqualTo(1);
        assertThat(labels.countSince(ann, given.submittedAt().plusSeconds(1))).isZero();
    }
}
