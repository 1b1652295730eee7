package org.rlhfworkbench.feedback.runs;

public enum RunState {
    /** Waits for its turn. */
    QUEUED,
    /** A process works on it. */
    RUNNING,
    FINISHED,
    /** Somebody stopped it; it can go on. */
    STOPPED,
    /** It ended with an error; its message says which. */
    FAILED;

    public boolean isOver() {
        return this == FINISHED || this == STOPPED || this == FAILED;
    }
}
