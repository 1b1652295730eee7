package org.rlhfworkbench.ui.shell;

import static org.rlhfworkbench.ui.shell.Words.say;

import java.util.Objects;
import org.rlhfworkbench.feedback.FeedbackException;

/** The store's refusals in words; its own sentences name the thing and the way out. */
public final class Refusals {
    private Refusals() {}

    public static String words(FeedbackException refusal) {
        return Objects.requireNonNullElseGet(refusal.getMessage(), () -> say("error.unexpected"));
    }
}
