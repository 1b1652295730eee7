package org.rlhfworkbench.policy.ppo;

import ai.djl.ndarray.NDArray;

/** Statistics over the entries that a mask keeps. Both arrays are (B, T); the mask is 1 where kept and keeps something. */
final class Masked {

    private static final double VARIANCE_EPSILON = 1e-8;

    private Masked() {}

    /** The mean over all kept entries of the batch, a scalar. */
    static NDArray mean(NDArray x, NDArray mask) {
        return x.mul(mask).sum().div(mask.sum());
    }

    /** The population variance over all kept entries of the batch, a scalar. */
    static NDArray variance(NDArray x, NDArray mask) {
        return mean(x.sub(mean(x, mask)).square(), mask);
    }

    /**
     * Variance 1 over the kept entries, population variance with ε = 1e-8 under the root.
     *
     * @param keepMean whether the old mean is added again, as rewards want; advantages lose it
     * @return (B, T), 0 where the mask is 0
     */
    static NDArray whiten(NDArray x, NDArray mask, boolean keepMean) {
        NDArray mean = mean(x, mask);
        NDArray whitened =
                x.sub(mean).div(variance(x, mask).add(VARIANCE_EPSILON).sqrt());
        return (keepMean ? whitened.add(mean) : whitened).mul(mask); // (B, T)
    }
}
