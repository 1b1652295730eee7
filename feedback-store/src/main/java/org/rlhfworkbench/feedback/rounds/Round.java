package org.rlhfworkbench.feedback.rounds;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.agreement.Figure;
import org.rlhfworkbench.feedback.models.Model;

/**
 * One turn of the loop: from demonstrations over a policy, rankings and a reward model to a tuned policy.
 *
 * @param number counted from 1
 * @param demonstrations written in this round
 * @param demonstrationsInAll written up to its end
 * @param policy what the round's outputs are sampled from
 * @param rankings null before the round has a campaign
 * @param reward null before the round has a reward model
 * @param tuned null before PPO has finished
 */
public record Round(
        int number,
        @Nullable Instant since,
        long demonstrations,
        long demonstrationsInAll,
        @Nullable Model policy,
        @Nullable Rankings rankings,
        @Nullable Reward reward,
        @Nullable Tuned tuned) {

    /**
     * What people ranked.
     *
     * @param counted answers that are there, of {@code wanted}
     * @param agreement null when no item was judged twice
     */
    public record Rankings(
            List<Long> campaignIds,
            long counted,
            long wanted,
            long labelers,
            @Nullable Figure agreement) {}

    /**
     * How good the reward model is.
     *
     * @param accuracy on held-out prompts
     * @param ceiling how often people agree with each other
     */
    public record Reward(
            Model model,
            @Nullable Figure accuracy,
            @Nullable Figure longerWins,
            @Nullable Figure ceiling) {}

    /**
     * What PPO gained.
     *
     * @param rewardBefore of the policy that PPO began with
     * @param kl to it, in nats a response
     */
    public record Tuned(
            Model model,
            @Nullable Figure rewardBefore,
            @Nullable Figure rewardAfter,
            @Nullable Figure kl) {

        /** Null when the run reported no rewards. */
        public @Nullable Double gain() {
            return rewardBefore == null || rewardAfter == null ? null : rewardAfter.value() - rewardBefore.value();
        }
    }
}
