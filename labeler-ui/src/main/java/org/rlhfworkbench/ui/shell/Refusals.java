package org.rlhfworkbench.ui.shell;

import static org.rlhfworkbench.ui.shell.Words.say;

import java.util.Locale;
import org.rlhfworkbench.feedback.BadLine;
import org.rlhfworkbench.feedback.FeedbackException;
import org.rlhfworkbench.feedback.Refusal;

/** The store's refusals in the reader's language; they name the thing and the way out. */
public final class Refusals {
    private Refusals() {}

    public static String words(FeedbackException refusal) {
        Object[] details = refusal.details();
        if (refusal.refusal() == Refusal.NOT_FOUND || refusal.refusal() == Refusal.ALREADY_EXISTS) {
            details[0] = say("thing." + details[0]);
        }
        return say(key(refusal), details);
    }

    /** The message of a refusal, for where no page asks. */
    public static String key(FeedbackException refusal) {
        return "refusal." + kebab(refusal.refusal());
    }

    /** What is wrong with a line of a file. */
    public static String words(BadLine line) {
        return say("fault." + kebab(line.fault()), line.details().toArray());
    }

    static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
