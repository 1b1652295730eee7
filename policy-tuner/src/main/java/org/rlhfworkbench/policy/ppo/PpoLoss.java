package org.rlhfworkbench.policy.ppo;

import ai.djl.ndarray.NDArray;

/**
 * The clipped losses of proximal policy optimisation, with what a reader of the curves wants to know about them. All are
 * scalars except the ratio.
 *
 * @param total policy + c · value, what is minimised
 * @param policy mean of max(−A ρ, −A clip(ρ, 1 ± ε))
 * @param value ½ mean of max((V − R)², (clip(V, V_old ± ε_v) − R)²)
 * @param policyClipFraction share of tokens where the clipped policy term is the larger one
 * @param valueClipFraction share of tokens where the clipped value term is the larger one
 * @param approximateKl ½ mean of (log π_new − log π_old)², in nats a token
 * @param klK3 mean of 1/ρ − 1 + log ρ, in nats a token: never negative; Schulman's k3 of KL(π_new ‖ π_old) with the old
 *     policy's tokens standing for the new one's, which is close while the update is small
 * @param ratio (B, T), ρ = π_new / π_old; 1 where the mask is 0
 */
public record PpoLoss(
        NDArray total,
        NDArray policy,
        NDArray value,
        NDArray policyClipFraction,
        NDArray valueClipFraction,
        NDArray approximateKl,
        NDArray klK3,
        NDArray ratio) {

    /**
     * How far an update may go.
     *
     * @param clip ε, by which the ratio may leave 1 before a token stops teaching
     * @param valueClip ε_v, by which a value may leave the one at sampling, in units of the reward
     * @param valueCoefficient c, the weight of the value loss
     */
    public record Settings(double clip, double valueClip, double valueCoefficient) {

        public Settings {
            if (!(clip > 0 && clip < 1 && valueClip > 0 && valueCoefficient >= 0)) {
                throw new IllegalArgumentException("clip lies between 0 and 1, value clip above 0 and the value "
                        + "coefficient is not negative: " + clip + ", " + valueClip + ", " + valueCoefficient);
            }
        }
    }

    /** What the policy says of the tokens now, with gradients: both (B, T). */
    public record Now(NDArray logProbs, NDArray values) {}

    /** What it said of them when it sampled them, and what came of it, without gradients: all (B, T). */
    public record Then(NDArray logProbs, NDArray values, Advantages advantages) {}

    /**
     * Schulman et al. 2017, eqs. 7 and 9 without the entropy term; the clipped value loss is that of OpenAI's code. B
     * responses, T response positions; every mean is over the tokens that the mask keeps.
     *
     * @param mask (B, T), 1 at a response's real tokens
     */
    public static PpoLoss of(Now now, Then then, NDArray mask, Settings settings) {
        NDArray logRatio = now.logProbs.sub(then.logProbs).mul(mask); // (B, T)
        NDArray ratio = logRatio.exp(); // (B, T)
        NDArray loss = then.advantages.advantages().neg(); // (B, T)
        NDArray plain = loss.mul(ratio); // (B, T)
        NDArray clipped = loss.mul(ratio.clip(1 - settings.clip, 1 + settings.clip)); // (B, T)
        NDArray policyTerms = plain.maximum(clipped); // (B, T)

        NDArray returns = then.advantages.returns(); // (B, T)
        NDArray change = now.values.sub(then.values); // (B, T)
        NDArray near = then.values.add(change.clip(-settings.valueClip, settings.valueClip)); // (B, T)
        NDArray plainSquare = now.values.sub(returns).square(); // (B, T)
        NDArray clippedSquare = near.sub(returns).square(); // (B, T)
        NDArray valueTerms = plainSquare.maximum(clippedSquare).mul(0.5); // (B, T)

        return new PpoLoss(
                Masked.mean(policyTerms.add(valueTerms.mul(settings.valueCoefficient)), mask),
                Masked.mean(policyTerms, mask),
                Masked.mean(valueTerms, mask),
                share(clipped.gt(plain), mask),
                share(clippedSquare.gt(plainSquare), mask),
                Masked.mean(logRatio.square().mul(0.5), mask),
                Masked.mean(logRatio.neg().exp().sub(1).add(logRatio), mask),
                ratio);
    }

    private static NDArray share(NDArray condition, NDArray mask) {
        return Masked.mean(condition.toType(mask.getDataType(), false), mask);
    }
}
