package org.rlhfworkbench.policy.ppo;

/** Where a response ends by itself; one that does not end before the limit counts as unfinished. */
public enum ResponseEnd {
    /** At a stop token of the chat template. */
    END_TOKEN,
    /**
     * At the first token with a full stop from the 16th on, as in the sentiment task of Ziegler et al. 2019. There the
     * score alone is cut; here the response itself is, so that no token is trained that nobody scored.
     */
    FULL_STOP
}
