package org.rlhfworkbench.ui.labeling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.feedback.assignment.Assignments;
import org.rlhfworkbench.feedback.assignment.Task;
import org.rlhfworkbench.feedback.campaigns.Campaign;
import org.rlhfworkbench.feedback.campaigns.Campaigns;
import org.rlhfworkbench.feedback.campaigns.LabelForm;
import org.rlhfworkbench.feedback.conversation.Message;
import org.rlhfworkbench.feedback.demonstrations.DemonstrationDraft;
import org.rlhfworkbench.feedback.demonstrations.Demonstrations;
import org.rlhfworkbench.feedback.labels.Judgement;
import org.rlhfworkbench.feedback.people.Person;
import org.rlhfworkbench.ui.ApplicationTest;
import org.rlhfworkbench.ui.LabelingFixtures;
import org.springframework.beans.factory.annotation.Autowired;

@ApplicationTest
class WorkloadTest {

    @Autowired
    LabelingFixtures fixtures;

    @Autowired
    Workload workload;

    @Autowired
    Assignments assignments;

    @Autowired
    Campaigns campaigns;

    @Autowired
    Demonstrations demonstrations;

    @Test
    void what_is_done_and_what_is_left_are_counted_as_they_are() {
        Campaign campaign = fixtures.campaign(3, 1, LabelForm.PLAIN);
        Person ann = fixtures.labeler("ann", campaign.projectId());
        rankOne(campaign, ann);

        Work ranking = workload.of(ann).getFirst();
        assertThat(ranking.kind()).isEqualTo(Work.Kind.RANK);
        assertThat(ranking.done()).isEqualTo(1);
        assertThat(ranking.left()).isEqualTo(2);
        assertThat(workload.today(ann)).isEqualTo(1);
    }

    @Test
    void nobody_hears_of_a_project_they_do_not_belong_to() {
        fixtures.campaign(3, 1, LabelForm.PLAIN);
        Person stranger = fixtures.labeler("stranger", fixtures.project().id());

        assertThat(workload.of(stranger)).allMatch(work -> work.kind() == Work.Kind.WRITE);
        assertThat(workload.guidelines(stranger)).isEmpty();
    }

    @Test
    void a_campaign_that_is_paused_asks_nothing() {
        Campaign campaign = fixtures.campaign(3, 1, LabelForm.PLAIN);
        Person ann = fixtures.labeler("ann", campaign.projectId());
        campaigns.pause(campaign.id());

        assertThat(workload.of(ann)).noneMatch(work -> work.kind() == Work.Kind.RANK);
    }

    @Test
    void a_demonstration_that_was_begun_leads_back_to_where_it_was_left() {
        long project = fixtures.project().id();
        Person ann = fixtures.labeler("ann", project);
        DemonstrationDraft free = demonstrations.open(project, null, ann.id());
        demonstrations.save(free.with(List.of(Message.user("Tell me of owls.")), List.of()), ann.id());

        assertThat(workload.begun(ann)).singleElement().satisfies(begun -> {
            assertThat(begun.preview()).isEqualTo("Tell me of owls.");
            assertThat(begun.path()).isEqualTo("projects/" + project + "/write/free");
        });
    }

    @Test
    void the_history_shows_the_order_in_the_letters_that_the_person_saw() {
        Campaign campaign = fixtures.campaign(1, 1, LabelForm.PLAIN);
        Person ann = fixtures.labeler("ann", campaign.projectId());
        rankOne(campaign, ann);

        assertThat(workload.history(ann, 10)).singleElement().satisfies(done -> {
            assertThat(done.order()).isEqualTo("D › B = C › A");
            assertThat(done.preview()).isEqualTo("Tell story 0.");
        });
    }

    /** Places the fourth output first, the second and third tied, the first last. */
    private void rankOne(Campaign campaign, Person person) {
        Task task = assignments.next(campaign.id(), person.id()).orElseThrow();
        List<String> keys = task.outputs().stream().map(output -> output.key()).toList();
        Judgement judgement = Judgement.of(
                List.of(List.of(keys.get(3)), List.of(keys.get(1), keys.get(2)), List.of(keys.getFirst())));
        assignments.submit(task.token(), person.id(), judgement, 3.0);
    }
}
