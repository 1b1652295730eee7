package org.rlhfworkbench.policy.ppo;

import org.rlhfworkbench.lm.optimisation.AdamW;
import org.rlhfworkbench.lm.optimisation.LearningRate;

/**
 * How to tune.
 *
 * @param updates how many times to sample and to learn from it
 * @param episodes responses sampled an update
 * @param minibatches parts of an update's responses, one optimiser step each
 * @param epochs passes over an update's responses
 * @param rowsAtOnce responses in memory at once; gradients are accumulated over the passes of a minibatch
 * @param learningRate by update
 * @param optimizer AdamW's settings; its ε stands outside the bias-corrected root, not inside as in TensorFlow's Adam
 * @param kl the KL coefficient at the start
 * @param loss clipping
 * @param gamma γ, discount a token
 * @param lambda λ of the advantage estimation
 * @param whitenRewards whether rewards are brought to variance 1 before the advantages are estimated
 * @param temperature divides the logits, in sampling and in every log-probability
 * @param maxNewTokens the longest response; 0 for what the context has room for
 * @param minNewTokens the shortest response that counts as finished: the reward model knows nothing of shorter ones
 * @param end where a response ends
 * @param unfinishedScore the score that a response gets which did not end, or ended too early
 * @param maximumKl the divergence, in nats a response, at which the run stops as run away
 * @param evaluateEvery updates between two looks at the held-out prompts, which also write a checkpoint
 * @param seed of prompts, sampling and shuffles
 */
public record PpoSettings(
        int updates,
        int episodes,
        int minibatches,
        int epochs,
        int rowsAtOnce,
        LearningRate learningRate,
        AdamW.Settings optimizer,
        KlController kl,
        PpoLoss.Settings loss,
        double gamma,
        double lambda,
        boolean whitenRewards,
        double temperature,
        int maxNewTokens,
        int minNewTokens,
        ResponseEnd end,
        double unfinishedScore,
        double maximumKl,
        int evaluateEvery,
        long seed) {

    public PpoSettings {
        if (updates < 1 || episodes < 1 || epochs < 1 || rowsAtOnce < 1 || evaluateEvery < 1) {
            throw new IllegalArgumentException("updates, episodes, epochs and the like are at least 1");
        }
        if (minibatches < 1 || minibatches > episodes) {
            throw new IllegalArgumentException(
                    minibatches + " minibatches cannot be made of " + episodes + " episodes");
        }
        if (!(temperature > 0)) {
            throw new IllegalArgumentException("a policy samples at a temperature above 0, not " + temperature);
        }
        if (!(gamma >= 0 && gamma <= 1 && lambda >= 0 && lambda <= 1)) {
            throw new IllegalArgumentException("gamma and lambda lie between 0 and 1: " + gamma + ", " + lambda);
        }
    }
}
