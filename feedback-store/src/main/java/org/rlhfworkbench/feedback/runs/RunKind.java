package org.rlhfworkbench.feedback.runs;

import java.util.Locale;

public enum RunKind {
    PRETRAIN,
    SFT,
    SAMPLE,
    REWARD,
    PPO;

    /** The command that does it. */
    public String command() {
        return name().toLowerCase(Locale.ROOT);
    }
}
