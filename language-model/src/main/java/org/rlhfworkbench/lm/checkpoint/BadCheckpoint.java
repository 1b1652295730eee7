package org.rlhfworkbench.lm.checkpoint;

/** A model file or folder that cannot be used: which, why, and what to do. */
public final class BadCheckpoint extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BadCheckpoint(String place, String reason, String remedy) {
        super(place + ": " + reason + ". " + remedy + ".");
    }
}
