package org.rlhfworkbench.ui.campaigns;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.rlhfworkbench.feedback.campaigns.Campaign;
import org.rlhfworkbench.ui.demonstrations.Authors;
import org.rlhfworkbench.ui.shell.Amounts;
import org.rlhfworkbench.ui.shell.Facts;
import org.rlhfworkbench.ui.shell.Notices;

/** What was chosen when the campaign was made, and its guidelines, which may still change. */
class SettingsTab extends Div implements CampaignView.CampaignTab {
    private final GuidelinesField guidelines = new GuidelinesField();
    private final Paragraph version = new Paragraph();
    private final Div facts = new Div();
    private final transient CampaignDesk desk;

    SettingsTab(CampaignDesk.Standing standing, CampaignDesk desk, Runnable changed) {
        this.desk = desk;
        addClassName("tab-body");
        version.addClassName("dim");
        guidelines.setValue(standing.campaign().guidelines());
        Button save = new Button(say("settings.save-guidelines"), pressed -> {
            desk.changeGuidelines(standing.campaign().id(), guidelines.getValue());
            changed.run();
            Notices.done(say("settings.saved-guidelines"));
        });
        facts.addClassName("settings-facts");
        Div foot = new Div(save, version);
        foot.addClassName("row");
        add(facts, new H2(say("campaigns.guidelines")), guidelines, foot);
        refresh(standing);
    }

    @Override
    public void refresh(CampaignDesk.Standing now) {
        Campaign campaign = now.campaign();
        version.setText(say("settings.version", campaign.guidelineVersion()));
        facts.removeAll();
        facts.add(new Facts()
                .add(say("campaigns.model"), CampaignWords.models(campaign, desk.models()))
                .add(say("campaigns.prompts"), prompts(campaign))
                .add(say("campaigns.outputs"), Integer.toString(campaign.outputsPerItem()))
                .add(say("campaigns.labelers"), Integer.toString(campaign.labelersPerItem()))
                .add(say("campaigns.who"), who(campaign))
                .add(say("campaigns.asked"), asked(campaign))
                .add(say("campaigns.round"), Integer.toString(campaign.round()))
                .add(say("settings.made"), Amounts.ago(campaign.createdAt())));
    }

    private static String prompts(Campaign campaign) {
        if (campaign.prompts().limit() > 0) {
            return say("settings.random-prompts", campaign.prompts().limit());
        }
        return campaign.prompts().tag().isEmpty()
                ? say("settings.all-prompts")
                : say("settings.tagged-prompts", campaign.prompts().tag());
    }

    private String who(Campaign campaign) {
        Authors authors = desk.authors();
        return campaign.labelerIds().isEmpty()
                ? say("campaigns.everybody")
                : campaign.labelerIds().stream().map(authors::of).collect(Collectors.joining(", "));
    }

    private static String asked(Campaign campaign) {
        List<String> asked = new ArrayList<>(List.of(say("settings.order")));
        if (campaign.form().strengths()) {
            asked.add(say("settings.strength"));
        }
        if (campaign.form().ratings()) {
            asked.add(say("settings.ratings"));
        }
        asked.addAll(campaign.form().flags());
        return String.join(", ", asked);
    }
}
