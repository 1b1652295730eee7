package org.rlhfworkbench.ui.campaigns;

import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.agreement.Agreement;
import org.rlhfworkbench.feedback.agreement.CampaignQuality;
import org.rlhfworkbench.feedback.agreement.Figure;
import org.rlhfworkbench.feedback.agreement.Quality;
import org.rlhfworkbench.feedback.assignment.Assignments;
import org.rlhfworkbench.feedback.assignment.Progress;
import org.rlhfworkbench.feedback.campaigns.Campaign;
import org.rlhfworkbench.feedback.campaigns.CampaignState;
import org.rlhfworkbench.feedback.campaigns.Campaigns;
import org.rlhfworkbench.feedback.campaigns.Item;
import org.rlhfworkbench.feedback.exchange.Exchange;
import org.rlhfworkbench.feedback.labels.Label;
import org.rlhfworkbench.feedback.labels.Labels;
import org.rlhfworkbench.feedback.models.Models;
import org.rlhfworkbench.feedback.people.People;
import org.rlhfworkbench.feedback.prompts.Prompts;
import org.rlhfworkbench.feedback.rounds.NextAct;
import org.rlhfworkbench.feedback.rounds.Rounds;
import org.rlhfworkbench.feedback.runs.Run;
import org.rlhfworkbench.feedback.runs.RunKind;
import org.rlhfworkbench.feedback.runs.Runs;
import org.rlhfworkbench.ui.demonstrations.Authors;
import org.rlhfworkbench.ui.launching.RunParameters;
import org.rlhfworkbench.ui.launching.Training;
import org.rlhfworkbench.ui.security.SignedIn;
import org.springframework.data.domain.PageRequest;
import org.springframework.stereotype.Component;

/** Everything that the page of a campaign asks and does. */
@Component
class CampaignDesk {
    private final Campaigns campaigns;
    private final Assignments assignments;
    private final Agreement agreement;
    private final Quality quality;
    private final Labels labels;
    private final Models models;
    private final Prompts prompts;
    private final Runs runs;
    private final Rounds rounds;
    private final Exchange exchange;
    private final People people;
    private final Training training;
    private final SignedIn signedIn;

    CampaignDesk(
            Campaigns campaigns,
            Assignments assignments,
            Agreement agreement,
            Quality quality,
            Labels labels,
            Models models,
            Prompts prompts,
            Runs runs,
            Rounds rounds,
            Exchange exchange,
            People people,
            Training training,
            SignedIn signedIn) {
        this.campaigns = campaigns;
        this.assignments = assignments;
        this.agreement = agreement;
        this.quality = quality;
        this.labels = labels;
        this.models = models;
        this.prompts = prompts;
        this.runs = runs;
        this.rounds = rounds;
        this.exchange = exchange;
        this.people = people;
        this.training = training;
        this.signedIn = signedIn;
    }

    /**
     * How a campaign stands.
     *
     * @param agreement null when no item was judged twice
     * @param sampling the run that fills it, or filled it; null when it was imported
     * @param next what the project does next, when that is about this campaign
     */
    record Standing(
            Campaign campaign,
            Progress progress,
            @Nullable Figure agreement,
            CampaignQuality quality,
            @Nullable Run sampling,
            @Nullable NextAct next) {}

    /** Whether anything has happened since, as it always has while outputs are sampled; far cheaper than all answers. */
    boolean moved(Standing since) {
        long id = since.campaign().id();
        Campaign campaign = campaigns.get(id);
        return !campaign.equals(since.campaign())
                || !assignments.progress(id).equals(since.progress())
                || campaign.state() == CampaignState.PREPARING;
    }

    Optional<Campaign> find(long campaignId) {
        return campaigns.find(campaignId);
    }

    Standing standing(long campaignId) {
        Campaign campaign = campaigns.get(campaignId);
        return new Standing(
                campaign,
                assignments.progress(campaignId),
                agreement.ofCampaign(campaignId).orElse(null),
                quality.of(campaignId),
                sampling(campaign),
                next(campaign));
    }

    private @Nullable Run sampling(Campaign campaign) {
        String id = Long.toString(campaign.id());
        return runs.of(campaign.projectId()).stream()
                .filter(run -> run.kind() == RunKind.SAMPLE
                        && id.equals(run.parameters().get(RunParameters.CAMPAIGN)))
                .findFirst()
                .orElse(null);
    }

    private @Nullable NextAct next(Campaign campaign) {
        NextAct next = rounds.overview(campaign.projectId()).next();
        long about = switch (next) {
            case NextAct.OpenCampaign act -> act.campaign().id();
            case NextAct.Rank act -> act.campaign().id();
            case NextAct.TrainReward act -> act.campaign().id();
            default -> 0;
        };
        return about == campaign.id() ? next : null;
    }

    Models models() {
        return models;
    }

    Authors authors() {
        return new Authors(people, signedIn);
    }

    long promptCount(Campaign campaign) {
        return prompts.count(campaign.projectId(), campaign.prompts());
    }

    List<Item> items(long campaignId, int page, int size) {
        return campaigns.items(campaignId, PageRequest.of(page, size)).getContent();
    }

    Item item(long itemId) {
        return campaigns.item(itemId);
    }

    List<Label> labels(long itemId) {
        return labels.ofItem(itemId);
    }

    void open(long campaignId) {
        campaigns.open(campaignId);
    }

    void pause(long campaignId) {
        campaigns.pause(campaignId);
    }

    void close(long campaignId) {
        campaigns.close(campaignId);
    }

    void changeGuidelines(long campaignId, String text) {
        campaigns.changeGuidelines(campaignId, text);
    }

    Run trainReward(NextAct.TrainReward act, long projectId) {
        return training.trainReward(projectId, act.policy(), Map.of(), signedIn.id());
    }

    void exportTo(long campaignId, OutputStream out) {
        exchange.exportCampaign(campaignId, out);
    }
}
