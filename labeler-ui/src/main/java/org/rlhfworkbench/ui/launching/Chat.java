package org.rlhfworkbench.ui.launching;

import java.util.concurrent.atomic.AtomicBoolean;

/** An answer under way. */
public final class Chat {
    private final AtomicBoolean cancelled = new AtomicBoolean();

    /** What comes of it; called from another thread, {@code text} for each piece, then {@code end} or {@code failed} once. */
    public interface Listener {
        /** The model is ready; until now it was loading. */
        default void begun() {}

        void text(String piece);

        /** @param finishReason {@code stop}, {@code length} or {@code cancelled} */
        void end(String finishReason);

        /** @param reason what went wrong, in words that may be empty */
        void failed(String reason);
    }

    Chat() {}

    /** Ends the answer after the piece that is under way. */
    public void cancel() {
        cancelled.set(true);
    }

    boolean isCancelled() {
        return cancelled.get();
    }
}
