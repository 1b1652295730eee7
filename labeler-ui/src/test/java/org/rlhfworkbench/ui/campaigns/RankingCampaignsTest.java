package org.rlhfworkbench.ui.campaigns;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.browserless.SpringBrowserlessTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.feedback.campaigns.Campaign;
import org.rlhfworkbench.feedback.campaigns.CampaignKind;
import org.rlhfworkbench.feedback.campaigns.CampaignState;
import org.rlhfworkbench.feedback.campaigns.Campaigns;
import org.rlhfworkbench.feedback.campaigns.LabelForm;
import org.rlhfworkbench.feedback.campaigns.NewCampaign;
import org.rlhfworkbench.feedback.models.Model;
import org.rlhfworkbench.feedback.models.ModelKind;
import org.rlhfworkbench.feedback.models.Models;
import org.rlhfworkbench.feedback.models.NewModel;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.feedback.projects.Projects;
import org.rlhfworkbench.feedback.prompts.PromptSelection;
import org.rlhfworkbench.feedback.runs.RunKind;
import org.rlhfworkbench.feedback.runs.Runs;
import org.rlhfworkbench.ui.ApplicationTest;
import org.rlhfworkbench.ui.LabelingFixtures;
import org.rlhfworkbench.ui.launching.RunParameters;
import org.springframework.beans.factory.annotation.Autowired;

@ApplicationTest
class RankingCampaignsTest extends SpringBrowserlessTest {

    @Autowired
    LabelingFixtures fixtures;

    @Autowired
    RankingCampaigns ranking;

    @Autowired
    Campaigns campaigns;

    @Autowired
    Projects projects;

    @Autowired
    Models models;

    @Autowired
    Runs runs;

    Project project;
    Model policy;
    long owner;

    @BeforeEach
    void aPolicyAndAPrompt() {
        project = fixtures.project();
        owner = projects.members(project.id()).getFirst().person().id();
        fixtures.prompt(project.id(), "Tell me a story about a cat.");
        policy = models.register(
                new NewModel(project.id(), "policy 1", ModelKind.POLICY, "runs/sft-1", null, null, null, 1));
    }

    @Test
    void the_first_campaign_is_asked_in_the_plainest_way_and_its_outputs_are_on_their_way() {
        Campaign made = ranking.startNext(project.id(), policy, owner);

        assertThat(made.state()).isEqualTo(CampaignState.PREPARING);
        assertThat(made.form()).isEqualTo(LabelForm.PLAIN);
        assertThat(made.prompts()).isEqualTo(PromptSelection.ALL);
        assertThat(made.guidelines()).isNotBlank();
        assertThat(runs.of(project.id()))
                .singleElement()
                .satisfies(run -> assertThat(run.kind()).isEqualTo(RunKind.SAMPLE))
                .satisfies(run -> assertThat(run.parameters())
                        .containsAllEntriesOf(Map.of("k", "4", RunParameters.CAMPAIGN, Long.toString(made.id()))));
    }

    @Test
    void a_campaign_that_still_waits_for_outputs_is_sampled_again_instead_of_made_twice() {
        Campaign waiting = campaigns.create(new NewCampaign(
                project.id(), "Waiting", CampaignKind.RANKING, 1, List.of(policy.id()), 4, 1, "", LabelForm.PLAIN));

        assertThat(ranking.startNext(project.id(), policy, owner).id()).isEqualTo(waiting.id());
        assertThat(campaigns.of(project.id())).hasSize(1);
    }

    @Test
    void the_next_campaign_asks_like_the_one_before_under_a_name_of_its_own() {
        Campaign before = campaigns.create(new NewCampaign(
                project.id(),
                ranking.freeName(project.id(), policy),
                CampaignKind.RANKING,
                1,
                List.of(),
                3,
                2,
                "Kinder is better.",
                new LabelForm(true, true, List.of("harmful"))));

        Campaign next = ranking.startNext(project.id(), policy, owner);

        assertThat(next.name()).isNotEqualTo(before.name()).startsWith(before.name());
        assertThat(next.form()).isEqualTo(before.form());
        assertThat(next.guidelines()).isEqualTo("Kinder is better.");
        assertThat(next.outputsPerItem()).isEqualTo(3);
        assertThat(next.labelersPerItem()).isEqualTo(2);
    }
}
