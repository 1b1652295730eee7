package org.rlhfworkbench.feedback.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rlhfworkbench.feedback.Fixtures.ranking;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.feedback.Fixtures;
import org.rlhfworkbench.feedback.StoreTest;
import org.rlhfworkbench.feedback.assignment.Assignments;
import org.rlhfworkbench.feedback.assignment.Task;
import org.rlhfworkbench.feedback.campaigns.Campaign;
import org.rlhfworkbench.feedback.labels.Judgement;
import org.springframework.beans.factory.annotation.Autowired;

@StoreTest
class QualityTest {

    @Autowired
    Fixtures fixtures;

    @Autowired
    Assignments assignments;

    @Autowired
    Quality quality;

    @Test
    void people_and_items_are_told_apart_by_how_alike_the_answers_are() {
        Campaign campaign = fixtures.campaign(fixtures.project().id(), 2, 2);
        long ann = fixtures.labeler("ann").id();
        long ben = fixtures.labeler("ben").id();
        answer(campaign, ann, ranking("a", "b", "c", "d"), 10.0);
        answer(campaign, ann, ranking("a", "b", "c", "d"), 30.0);
        answer(campaign, ben, ranking("d", "c", "b", "a"), 20.0);

        CampaignQuality found = quality.of(campaign.id());

        assertThat(found.medianSeconds()).isEqualTo(20.0);
        assertThat(found.labelers())
                .extracting(CampaignQuality.OfLabeler::labelerId)
                .containsExactly(ann, ben);
        CampaignQuality.OfLabeler first = found.labelers().getFirst();
        assertThat(first.answers()).isEqualTo(2);
        assertThat(first.medianSeconds()).isEqualTo(20.0);
        assertThat(first.agreement())
                .isNotNull()
                .extracting(Figure::value, Figure::n)
                .containsExactly(0.0, 6L);
        assertThat(found.items()).extracting(CampaignQuality.OfItem::disputed).containsExactly(true, false);
        assertThat(found.items().getFirst().compared()).isEqualTo(6);
    }

    @Test
    void a_campaign_without_answers_has_nothing_to_show() {
        Campaign campaign = fixtures.campaign(fixtures.project().id(), 1, 1);

        assertThat(quality.of(campaign.id())).isEqualTo(new CampaignQuality(null, List.of(), List.of()));
    }

    private void answer(Campaign campaign, long person, Judgement judgement, double seconds) {
        Task task = assignments.next(campaign.id(), person).orElseThrow();
        assignments.submit(task.token(), person, judgement, seconds);
    }
}
