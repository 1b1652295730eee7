package org.rlhfworkbench.feedback.campaigns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.feedback.BadLine;
import org.rlhfworkbench.feedback.FeedbackException.ImportRejected;
import org.rlhfworkbench.feedback.FeedbackException.WrongState;
import org.rlhfworkbench.feedback.Fixtures;
import org.rlhfworkbench.feedback.StoreTest;
import org.rlhfworkbench.feedback.models.Model;
import org.rlhfworkbench.feedback.models.ModelKind;
import org.rlhfworkbench.feedback.models.Models;
import org.rlhfworkbench.feedback.models.NewModel;
import org.rlhfworkbench.feedback.prompts.Prompts;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.data.domain.PageRequest;

@StoreTest
class CampaignsTest {

    @Autowired
    Fixtures fixtures;

    @Autowired
    Campaigns campaigns;

    @Autowired
    Prompts prompts;

    @Autowired
    Models models;

    long project;

    @BeforeEach
    void aProject() {
        project = fixtures.project().id();
    }

    @Test
    void samples_become_items_that_know_prompt_model_and_seed() {
        prompts.importLines(project, "prompts.jsonl", Fixtures.lines("{\"id\":\"p0\",\"prompt\":\"Tell story 0.\"}"));
        Model policy =
                models.register(new NewModel(project, "sft-1", ModelKind.POLICY, "runs/sft-1", null, null, null, 1));
        Campaign campaign = campaigns.create(fixtures.newCampaign(project, 1, List.of(policy.id()), 1));

        campaigns.importSamples(campaign.id(), "samples.jsonl", Fixtures.samples(2));

        List<Item> items = campaigns.items(campaign.id(), PageRequest.of(0, 10)).getContent();
        assertThat(items).hasSize(2);
        assertThat(items.getFirst().promptId()).isNotNull();
        assertThat(items.getLast().promptId()).isNull();
        assertThat(items.getFirst().outputs())
                .extracting(Output::key, Output::modelId, Output::model, Output::seed, Output::finishReason)
                .contains(tuple("a", policy.id(), "sft-1", 0L, "stop"));
    }

    @Test
    void the_same_prompt_may_be_judged_in_a_later_campaign_but_not_twice_in_one() {
        Campaign first = campaigns.create(fixtures.newCampaign(project, 1, List.of(), 1));
        Campaign second = campaigns.create(fixtures.newCampaign(project, 2, List.of(), 1));
        campaigns.importSamples(first.id(), "samples.jsonl", Fixtures.samples(1));
        campaigns.importSamples(second.id(), "samples.jsonl", Fixtures.samples(1));

        ImportRejected rejected = catchThrowableOfType(
                ImportRejected.class, () -> campaigns.importSamples(first.id(), "samples.jsonl", Fixtures.samples(1)));

        assertThat(rejected.badLines()).extracting(BadLine::fault).containsExactly(BadLine.Fault.ID_TAKEN);
    }

    @Test
    void bad_samples_are_named() {
        Campaign campaign = campaigns.create(fixtures.newCampaign(project, 1, List.of(), 1));

        ImportRejected rejected = catchThrowableOfType(
                ImportRejected.class,
                () -> campaigns.importSamples(
                        campaign.id(),
                        "samples.jsonl",
                        Fixtures.lines(
                                "{\"prompt\":\"p\",\"responses\":[]}",
                                "{\"prompt_id\":\"a\",\"prompt\":\"p\",\"responses\":[{\"id\":\"a\",\"content\":\"x\"}]}",
                                "{\"prompt_id\":\"b\",\"prompt\":\"p\",\"responses\":[{\"id\":\"a\",\"content\":\"x\"},"
                                        + "{\"id\":\"a\",\"content\":\"y\"}]}")));

        assertThat(rejected.badLines())
                .extracting(BadLine::fault)
                .containsExactly(
                        BadLine.Fault.MISSING_FIELD, BadLine.Fault.TOO_FEW_RESPONSES, BadLine.Fault.REPEATED_RESPONSE);
    }

    @Test
    void a_campaign_without_items_does_not_open() {
        Campaign campaign = campaigns.create(fixtures.newCampaign(project, 1, List.of(), 1));

        assertThatThrownBy(() -> campaigns.open(campaign.id()))
                .isInstanceOf(WrongState.class)
                .hasMessageContaining(campaign.name());
    }

    @Test
    void changed_guidelines_are_a_new_version_and_the_old_one_can_be_read() {
        Campaign campaign = fixtures.campaign(project, 1, 1);

        Campaign changed = campaigns.changeGuidelines(campaign.id(), "Prefer the shorter story.");

        assertThat(changed.guidelineVersion()).isEqualTo(2);
        assertThat(campaigns.guidelines(campaign.id(), 1)).contains("Prefer the kinder story.");
        assertThat(campaigns
                        .changeGuidelines(campaign.id(), "Prefer the shorter story.")
                        .guidelineVersion())
                .isEqualTo(2);
    }
}
