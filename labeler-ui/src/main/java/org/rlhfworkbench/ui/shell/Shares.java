package org.rlhfworkbench.ui.shell;

import static org.rlhfworkbench.ui.shell.Words.say;

import org.rlhfworkbench.feedback.agreement.Figure;

/** Measured shares as people read them. */
public final class Shares {
    private Shares() {}

    /** {@code 73 % (70–76)}: the share with its 95 % interval. */
    public static String withInterval(Figure share) {
        return say(
                "figure.interval",
                Amounts.percent(share.value()),
                Amounts.number(share.low() * 100, "0"),
                Amounts.number(share.high() * 100, "0"));
    }
}
