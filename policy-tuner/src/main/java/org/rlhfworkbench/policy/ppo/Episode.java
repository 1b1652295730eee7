package org.rlhfworkbench.policy.ppo;

/**
 * A response with everything that the update needs to know of it. The arrays have an entry a token of the response.
 *
 * @param score of the whole response
 * @param logProbs of the tokens under the policy that sampled them, recomputed in one pass, in nats
 * @param refLogProbs under the frozen reference policy
 * @param values what the value head expected before each token, in units of the score
 * @param entropy of the policy's next-token distributions, mean over the tokens, in nats
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, copied by nobody
record Episode(Response response, float score, float[] logProbs, float[] refLogProbs, float[] values, double entropy) {

    int length() {
        return logProbs.length;
    }

    /** log π − log π_ref summed over the response, in nats: in expectation the divergence from the reference. */
    double kl() {
        double kl = 0;
        for (int t = 0; t < logProbs.length; t++) {
            kl += logProbs[t] - refLogProbs[t];
        }
        return kl;
    }
}
