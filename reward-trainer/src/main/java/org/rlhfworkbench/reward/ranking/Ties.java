package org.rlhfworkbench.reward.ranking;

/** What two responses of one tie group teach. */
public enum Ties {
    /** Nothing: only wins and losses count. */
    DROP,
    /** That either is preferred half of the time, which draws their scores together. */
    HALF
}
