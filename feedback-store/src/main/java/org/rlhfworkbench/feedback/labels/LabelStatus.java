package org.rlhfworkbench.feedback.labels;

import java.util.Locale;

public enum LabelStatus {
    /** One of the N answers that its item needs. */
    COUNTED,
    /** Given after the item had its N answers; kept, and used for agreement. */
    SURPLUS,
    /** A newer version by the same person took its place. */
    SUPERSEDED,
    /** A reviewer's decision over differing answers. */
    ADJUDICATED;

    /** The name in files. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
