package org.rlhfworkbench.feedback.rounds;

import java.util.Optional;
import java.util.function.LongFunction;
import org.rlhfworkbench.feedback.StoreSettings;
import org.rlhfworkbench.feedback.assignment.Progress;
import org.rlhfworkbench.feedback.campaigns.Campaign;
import org.rlhfworkbench.feedback.campaigns.CampaignState;
import org.rlhfworkbench.feedback.models.Model;
import org.rlhfworkbench.feedback.runs.Run;
import org.rlhfworkbench.feedback.runs.RunState;

/** Finds the next act: the first thing of the current round that is missing. */
final class Decision {

    private final ProjectState state;
    private final StoreSettings settings;
    private final LongFunction<Progress> progressOf;

    Decision(ProjectState state, StoreSettings settings, LongFunction<Progress> progressOf) {
        this.state = state;
        this.settings = settings;
        this.progressOf = progressOf;
    }

    NextAct next(Round round) {
        Optional<Run> unfinished = state.runs().reversed().stream()
                .filter(run -> !run.state().isOver())
                .findFirst();
        if (unfinished.isPresent()) {
            return new NextAct.Wait(round.number(), unfinished.get());
        }
        Optional<Run> broken = state.runs().stream().findFirst().filter(run -> run.state() != RunState.FINISHED);
        if (broken.isPresent()) {
            return new NextAct.LookAtRun(round.number(), broken.get());
        }
        if (state.prompts() == 0) {
            return new NextAct.AddPrompts(round.number());
        }
        Model policy = round.policy();
        if (policy == null) {
            return beforePolicy(round.number());
        }
        Round.Tuned tuned = round.tuned();
        return tuned == null ? withPolicy(round, policy) : new NextAct.TryIt(round.number(), tuned.model(), policy);
    }

    private NextAct beforePolicy(int round) {
        int have = state.written().size();
        return have < settings.enoughDemonstrations()
                ? new NextAct.WriteDemonstrations(round, have, settings.enoughDemonstrations(), state.prompts())
                : new NextAct.TrainPolicy(round, have, state.base().orElse(null));
    }

    private NextAct withPolicy(Round round, Model policy) {
        Round.Reward reward = round.reward();
        if (reward != null) {
            return new NextAct.RunPpo(round.number(), policy, reward.model(), reward.accuracy(), state.prompts());
        }
        Optional<Campaign> campaign = state.campaign(round.number());
        return campaign.isEmpty()
                ? new NextAct.SampleCampaign(round.number(), policy, state.prompts())
                : withCampaign(round, policy, campaign.get());
    }

    private NextAct withCampaign(Round round, Model policy, Campaign campaign) {
        Progress progress = progressOf.apply(campaign.id());
        if (progress.items() == 0) {
            return new NextAct.SampleCampaign(round.number(), policy, state.prompts());
        }
        if (campaign.state() == CampaignState.PREPARING) {
            return new NextAct.OpenCampaign(round.number(), campaign, progress.items());
        }
        long enough = Math.min(progress.wanted(), settings.enoughRankings());
        Round.Rankings rankings = round.rankings();
        return progress.counted() < enough && campaign.state() != CampaignState.CLOSED
                ? new NextAct.Rank(round.number(), campaign, progress.counted(), progress.wanted(), enough)
                : new NextAct.TrainReward(
                        round.number(),
                        campaign,
                        policy,
                        progress.counted(),
                        progress.wanted(),
                        rankings == null ? null : rankings.agreement());
    }
}
