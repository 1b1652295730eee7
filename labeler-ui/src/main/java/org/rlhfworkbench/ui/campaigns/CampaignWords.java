package org.rlhfworkbench.ui.campaigns;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.html.Span;
import java.util.Locale;
import java.util.stream.Collectors;
import org.rlhfworkbench.feedback.campaigns.Campaign;
import org.rlhfworkbench.feedback.campaigns.CampaignState;
import org.rlhfworkbench.feedback.models.Model;
import org.rlhfworkbench.feedback.models.Models;

/** How campaigns are spoken of. */
final class CampaignWords {
    private CampaignWords() {}

    static Span state(Campaign campaign) {
        Span state = new Span(say("campaign.state-" + campaign.state().name().toLowerCase(Locale.ROOT)));
        state.addClassName(campaign.state() == CampaignState.OPEN ? "state" : "dim");
        return state;
    }

    /** {@code policy 2}, or several names. */
    static String models(Campaign campaign, Models models) {
        return campaign.modelIds().isEmpty()
                ? say("campaign.no-model")
                : campaign.modelIds().stream()
                        .map(id -> models.find(id).map(Model::name).orElse("?"))
                        .collect(Collectors.joining(", "));
    }

    /** What is asked, of how many people an item, from which model. */
    static String question(Campaign campaign, Models models) {
        return say(
                "campaign.question",
                campaign.outputsPerItem(),
                models(campaign, models),
                campaign.labelersPerItem(),
                campaign.labelerIds().size());
    }
}
