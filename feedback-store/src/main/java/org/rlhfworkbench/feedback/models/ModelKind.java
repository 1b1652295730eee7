package org.rlhfworkbench.feedback.models;

public enum ModelKind {
    /** Pre-trained on plain text. */
    BASE,
    /** Answers prompts: the outcome of supervised fine-tuning or PPO. */
    POLICY,
    /** Scores answers. */
    REWARD
}
