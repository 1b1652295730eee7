package org.rlhfworkbench.ui.campaigns;

import static org.rlhfworkbench.ui.shell.Words.say;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.rlhfworkbench.feedback.campaigns.Campaign;
import org.rlhfworkbench.feedback.campaigns.CampaignKind;
import org.rlhfworkbench.feedback.campaigns.CampaignState;
import org.rlhfworkbench.feedback.campaigns.Campaigns;
import org.rlhfworkbench.feedback.campaigns.LabelForm;
import org.rlhfworkbench.feedback.campaigns.NewCampaign;
import org.rlhfworkbench.feedback.models.Model;
import org.rlhfworkbench.feedback.prompts.PromptSelection;
import org.rlhfworkbench.feedback.prompts.Prompts;
import org.rlhfworkbench.feedback.rounds.Rounds;
import org.rlhfworkbench.feedback.runs.RunKind;
import org.rlhfworkbench.ui.launching.Training;
import org.springframework.stereotype.Component;

/** Makes ranking campaigns and starts the sampling that fills and opens them. */
@Component
public class RankingCampaigns {
    /** How many outputs a prompt gets unless somebody says otherwise. */
    public static final int OUTPUTS = 4;

    private static final int PROMPTS = 200;

    private final Campaigns campaigns;
    private final Prompts prompts;
    private final Rounds rounds;
    private final Training training;

    RankingCampaigns(Campaigns campaigns, Prompts prompts, Rounds rounds, Training training) {
        this.campaigns = campaigns;
        this.prompts = prompts;
        this.rounds = rounds;
        this.training = training;
    }

    /** How many prompts {@link #startNext} takes. */
    public long promptsOfNext(long projectId) {
        return Math.min(PROMPTS, prompts.count(projectId));
    }

    /**
     * The next ranking campaign, on this policy: asked like the one before, or in the plainest way when it is the first.
     * One that waits for its outputs already gets them.
     */
    public Campaign startNext(long projectId, Model policy, long startedBy) {
        List<Campaign> before = campaigns.of(projectId);
        Campaign campaign = before.stream()
                .filter(each -> each.state() == CampaignState.PREPARING
                        && each.modelIds().equals(List.of(policy.id()))
                        && campaigns.countItems(each.id()) == 0)
                .findFirst()
                .orElseGet(() -> campaigns.create(next(projectId, policy, before)));
        training.sample(campaign, policy, Map.of(), startedBy);
        return campaign;
    }

    /** Makes the campaign and starts the sampling of its outputs. */
    public Campaign start(NewCampaign wanted, Model policy, long startedBy) {
        Campaign campaign = campaigns.create(wanted);
        training.sample(campaign, policy, Map.of(), startedBy);
        return campaign;
    }

    /** The round that a campaign made now belongs to. */
    public int round(long projectId) {
        return rounds.roundFor(projectId, RunKind.SAMPLE);
    }

    /** A name that no campaign of the project has yet. */
    public String freeName(long projectId, Model policy) {
        Set<String> taken = campaigns.of(projectId).stream().map(Campaign::name).collect(Collectors.toSet());
        String name = say("campaigns.name-of", round(projectId), policy.name());
        String free = name;
        for (int number = 2; taken.contains(free); number++) {
            free = say("campaigns.name-again", name, number);
        }
        return free;
    }

    private NewCampaign next(long projectId, Model policy, List<Campaign> before) {
        int round = round(projectId);
        boolean first = before.isEmpty();
        boolean all = prompts.count(projectId) <= PROMPTS;
        return new NewCampaign(
                projectId,
                freeName(projectId, policy),
                CampaignKind.RANKING,
                round,
                List.of(policy.id()),
                first ? OUTPUTS : before.getFirst().outputsPerItem(),
                first ? 1 : before.getFirst().labelersPerItem(),
                first ? say("campaigns.guidelines-default") : before.getFirst().guidelines(),
                first ? LabelForm.PLAIN : before.getFirst().form(),
                all ? PromptSelection.ALL : new PromptSelection("", PROMPTS, round),
                first ? List.of() : before.getFirst().labelerIds());
    }
}
