package org.rlhfworkbench.ui.demonstrate;

import java.util.List;
import java.util.Optional;
import org.rlhfworkbench.feedback.conversation.Message;

/** Something that can say how a conversation might go on. */
interface Suggester {

    /** The model that would answer now; empty when the project has none. */
    Optional<String> model(long projectId);

    /** Asks for the next turn of the assistant. @return ends the answer when it is run */
    Runnable ask(long projectId, List<Message> messages, Listener listener);

    /** What comes of it; called from another thread. */
    interface Listener {
        void text(String piece);

        void end();

        /** @param reason what the server said; may be empty */
        void failed(String reason);
    }
}
