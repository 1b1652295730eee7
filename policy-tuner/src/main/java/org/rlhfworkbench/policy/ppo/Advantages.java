package org.rlhfworkbench.policy.ppo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * What each token of a response did better than expected. No gradient flows through any of it.
 *
 * <p>B responses, T response positions. All arrays are (B, T) unless said otherwise, of one floating type; the mask is 1
 * at a response's real tokens, which come first and are at least one; what stands where it is 0 means nothing. Values
 * are those of the state before the token: the value at t is read where token t is predicted.
 *
 * @param advantages (B, T), 0 where the mask is 0
 * @param returns (B, T), what the value head should have said: advantages, as yet not whitened, plus values
 */
public record Advantages(NDArray advantages, NDArray returns) {

    /**
     * Per-token rewards: −β (log π − log π_ref) at each token, plus the score at the last real one. Ziegler et al. 2019,
     * eq. 2, spread over the tokens as their code does.
     *
     * @param score (B), of the whole response
     * @param klCoefficient β, reward a nat, at least 0
     * @return (B, T), 0 where the mask is 0
     */
    public static NDArray rewards(
            NDArray logProbs, NDArray refLogProbs, NDArray score, NDArray mask, double klCoefficient) {
        NDArray penalty = logProbs.sub(refLogProbs).mul(mask).mul(-klCoefficient); // (B, T)
        NDArray last = mask.sub(next(mask)); // (B, T), 1 at the last real token
        return penalty.add(last.mul(score.expandDims(1))); // (B, T)
    }

    /**
     * Generalised advantage estimation: A_t = Σ_l (γλ)^l δ_{t+l}, δ_t = r_t + γ V_{t+1} − V_t, with V = 0 after the last
     * token. Schulman et al. 2016, eq. 16; Schulman et al. 2017, eqs. 11 and 12. The returns are taken before any
     * whitening.
     *
     * @param rewards (B, T), per token
     * @param values (B, T), of the policy that sampled
     * @param gamma γ, discount a token, in [0, 1]
     * @param lambda λ, in [0, 1]
     */
    public static Advantages estimate(NDArray rewards, NDArray values, NDArray mask, double gamma, double lambda) {
        NDArray known = values.mul(mask); // (B, T)
        NDArray delta = rewards.add(next(known).mul(gamma)).sub(known).mul(mask); // (B, T)
        NDArray advantages = delta.matMul(decay(delta, gamma * lambda)).mul(mask); // (B, T)
        return new Advantages(advantages, advantages.add(known));
    }

    /** The same returns, and advantages of mean 0 and population variance 1 over the kept entries of the whole batch. */
    public Advantages whitened(NDArray mask) {
        return new Advantages(Masked.whiten(advantages, mask, false), returns);
    }

    /** Rewards of variance 1 that keep their mean, as Ziegler et al. 2019 whiten them for their sentiment task. */
    public static NDArray whitenedRewards(NDArray rewards, NDArray mask) {
        return Masked.whiten(rewards, mask, true);
    }

    /** Each row moved one position to the left, with 0 coming in. */
    private static NDArray next(NDArray x) {
        long rows = x.getShape().get(0);
        NDArray zero = x.getManager().zeros(new Shape(rows, 1), x.getDataType(), x.getDevice());
        return x.get(new NDIndex(":, 1:")).concat(zero, 1);
    }

    /** (T, T) with (γλ)^l at row t + l and column t. */
    private static NDArray decay(NDArray like, double factor) {
        int length = (int) like.getShape().get(1);
        double[] powers = new double[length * length];
        for (int column = 0; column < length; column++) {
            double power = 1;
            for (int row = column; row < length; row++) {
                powers[row * length + column] = power;
                power *= factor;
            }
        }
        NDManager manager = like.getManager();
        DataType type = like.getDataType();
        return manager.create(powers, new Shape(length, length)).toType(type, false);
    }
}
