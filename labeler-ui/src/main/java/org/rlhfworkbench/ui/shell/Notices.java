package org.rlhfworkbench.ui.shell;

import com.vaadin.flow.component.notification.Notification;
import com.vaadin.flow.component.notification.NotificationVariant;
import org.rlhfworkbench.feedback.FeedbackException;

/** Short messages that need no answer. What went wrong with a field belongs beside the field, not here. */
public final class Notices {
    private static final int DONE_MS = 3_000;
    private static final int FAILED_MS = 10_000;

    private Notices() {}

    public static void done(String text) {
        Notification.show(text, DONE_MS, Notification.Position.BOTTOM_START);
    }

    /** Stays long enough to be read twice. */
    public static void failed(String text) {
        Notification notice = Notification.show(text, FAILED_MS, Notification.Position.BOTTOM_START);
        notice.addThemeVariants(NotificationVariant.LUMO_ERROR);
        notice.setAssertive(true);
    }

    /** The store's refusals name the way out. */
    public static void failed(FeedbackException refusal) {
        failed(Refusals.words(refusal));
    }
}
