package org.rlhfworkbench.feedback.campaigns;

public enum CampaignState {
    /** Waits for its items. */
    PREPARING,
    /** Hands out items. */
    OPEN,
    /** Hands out nothing for now; what is in somebody's hands may still be submitted. */
    PAUSED,
    /** Over. */
    CLOSED
}
