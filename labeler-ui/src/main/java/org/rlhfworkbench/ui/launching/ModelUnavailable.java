package org.rlhfworkbench.ui.launching;

/** A model's server did not start or has ended; the message is what it said last and may be empty. */
public final class ModelUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    ModelUnavailable(String reason) {
        super(reason);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
