package org.rlhfworkbench.feedback.demonstrations;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.conversation.Message;

/**
 * A demonstration that is being written; turns may still be empty.
 *
 * @param promptId null when it is written freely
 * @param revision hand it back with the next save; 0 when nothing was saved yet
 */
public record DemonstrationDraft(
        long projectId, @Nullable Long promptId, List<Message> messages, List<Suggestion> suggestions, long revision) {

    public DemonstrationDraft {
        messages = List.copyOf(messages);
        suggestions = List.copyOf(suggestions);
    }

    public DemonstrationDraft with(List<Message> newMessages, List<Suggestion> newSuggestions) {
        return new DemonstrationDraft(projectId, promptId, newMessages, newSuggestions, revision);
    }

    DemonstrationDraft at(long newRevision) {
        return new DemonstrationDraft(projectId, promptId, messages, suggestions, newRevision);
    }

    /** The draft's name in {@code drafts}. */
    String subject() {
        return promptId == null ? "demonstration/free/" + projectId : "demonstration/prompt/" + promptId;
    }
}
