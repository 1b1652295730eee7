package org.rlhfworkbench.feedback.demonstrations;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.conversation.Conversation;

/**
 * A conversation that a person wrote.
 *
 * @param key the id in files, the same for all versions
 * @param version counted from 1
 * @param latest whether no correction followed
 * @param promptId the prompt it answers, null when it was written freely or imported
 * @param authorId null when an import named nobody
 * @param metadata JSON text, as it was imported
 */
public record Demonstration(
        long id,
        long projectId,
        String key,
        int version,
        boolean latest,
        Conversation conversation,
        @Nullable Long promptId,
        @Nullable Long authorId,
        List<Suggestion> suggestions,
        @Nullable String metadata,
        Instant createdAt) {}
