package org.rlhfworkbench.feedback.campaigns;

public enum CampaignKind {
    /** All outputs of a prompt are put in order. */
    RANKING
}
