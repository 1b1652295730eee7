package org.rlhfworkbench.ui.campaigns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.vaadin.browserless.SpringBrowserlessTest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.feedback.campaigns.Campaign;
import org.rlhfworkbench.feedback.campaigns.LabelForm;
import org.rlhfworkbench.feedback.people.Role;
import org.rlhfworkbench.feedback.projects.MemberRole;
import org.rlhfworkbench.feedback.projects.Projects;
import org.rlhfworkbench.ui.ApplicationTest;
import org.rlhfworkbench.ui.LabelingFixtures;
import org.rlhfworkbench.ui.OwnersProject;
import org.rlhfworkbench.ui.Page;
import org.rlhfworkbench.ui.security.SignedInAs;
import org.springframework.beans.factory.annotation.Autowired;

@ApplicationTest
@SignedInAs(Role.OWNER)
class CampaignsViewTest extends SpringBrowserlessTest {

    @Autowired
    OwnersProject owners;

    @Autowired
    LabelingFixtures fixtures;

    @Autowired
    Projects projects;

    @Test
    void without_a_campaign_the_page_says_what_one_is_for() {
        navigate(
                CampaignsView.class,
                Map.of("project", Long.toString(owners.empty().id())));

        assertThat(Page.words()).contains("Let people say which answer is better");
    }

    @Test
    void without_a_policy_none_can_be_made() {
        long project = owners.empty().id();

        navigate("projects/" + project + "/campaigns/new", NewCampaignView.class);

        assertThat(Page.words()).containsAnyOf("There is no policy to rank yet", "There are no prompts yet");
    }

    @Test
    void an_open_campaign_says_how_far_it_is() {
        Campaign campaign = fixtures.campaign(3, 1, LabelForm.PLAIN);
        projects.setMember(campaign.projectId(), owners.owner(), MemberRole.OWNER);

        navigate(
                CampaignView.class,
                Map.of(
                        "project", Long.toString(campaign.projectId()),
                        "campaign", Long.toString(campaign.id())));

        assertThat(Page.words()).contains("0 of 3 rankings", "Pause", "Nothing is stuck");
    }

    @Test
    void a_campaign_of_another_project_is_not_there() {
        Campaign elsewhere = fixtures.campaign(1, 1, LabelForm.PLAIN);
        String mine = Long.toString(owners.empty().id());

        assertThatThrownBy(() -> navigate(
                        CampaignView.class, Map.of("project", mine, "campaign", Long.toString(elsewhere.id()))))
                .hasMessageContaining("NotFoundView");
    }
}
