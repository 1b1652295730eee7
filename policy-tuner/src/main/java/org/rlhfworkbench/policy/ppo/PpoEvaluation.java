package org.rlhfworkbench.policy.ppo;

import org.rlhfworkbench.lm.run.Figure;

/**
 * What tuning gained, on prompts that it never saw.
 *
 * @param rewardBefore the mean score of the responses of the policy that tuning began from
 * @param rewardAfter the mean score of the tuned policy's responses
 * @param kl of the tuned policy from the first one, in nats a response
 * @param responseLength in tokens
 * @param endTokenRate the share of responses that ended by themselves
 */
public record PpoEvaluation(
        Figure rewardBefore, Figure rewardAfter, Figure kl, Figure responseLength, Figure endTokenRate) {}
