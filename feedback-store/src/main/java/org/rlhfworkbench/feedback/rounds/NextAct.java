package org.rlhfworkbench.feedback.rounds;

import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.agreement.Figure;
import org.rlhfworkbench.feedback.campaigns.Campaign;
import org.rlhfworkbench.feedback.models.Model;
import org.rlhfworkbench.feedback.runs.Run;

/** What leads the project on, with the counts that make it so. */
public sealed interface NextAct {

    /** The round that the act belongs to. */
    int round();

    /** There are no prompts yet: import or write some. */
    record AddPrompts(int round) implements NextAct {}

    /**
     * There are too few demonstrations for a first policy.
     *
     * @param have demonstrations, of {@code enough}
     */
    record WriteDemonstrations(int round, long have, long enough, long prompts) implements NextAct {}

    /**
     * There are enough demonstrations and no policy yet.
     *
     * @param base the model that fine-tuning begins with; null when none is registered
     */
    record TrainPolicy(
            int round, long demonstrations, @Nullable Model base) implements NextAct {}

    /** Sample outputs of the newest policy and open a ranking campaign on them. */
    record SampleCampaign(int round, Model policy, long prompts) implements NextAct {}

    /** The campaign's items are there; nobody is given any until it opens. */
    record OpenCampaign(int round, Campaign campaign, long items) implements NextAct {}

    /**
     * The campaign needs more answers.
     *
     * @param enough rankings from which a reward model is worth training
     */
    record Rank(int round, Campaign campaign, long counted, long wanted, long enough) implements NextAct {}

    /**
     * There are enough rankings.
     *
     * @param policy the model that the reward model begins with
     * @param wanted rankings of the campaign; {@code counted} may be fewer and still enough
     */
    record TrainReward(
            int round,
            Campaign campaign,
            Model policy,
            long counted,
            long wanted,
            @Nullable Figure agreement) implements NextAct {}

    record RunPpo(
            int round, Model policy, Model reward, @Nullable Figure accuracy, long prompts) implements NextAct {}

    /** The round is done: talk to the tuned policy beside the one before, then start the next round. */
    record TryIt(int round, Model tuned, @Nullable Model before) implements NextAct {}

    /** A run is queued or under way. */
    record Wait(int round, Run run) implements NextAct {}

    /** The run that the next act needs has failed or was stopped. */
    record LookAtRun(int round, Run run) implements NextAct {}
}
