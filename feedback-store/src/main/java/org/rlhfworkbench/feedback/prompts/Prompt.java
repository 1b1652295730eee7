package org.rlhfworkbench.feedback.prompts;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.conversation.Conversation;

/**
 * What a model is asked.
 *
 * @param key the id in files, unique in the project
 * @param tags from the metadata's {@code tags}
 * @param metadata JSON text, as it was imported
 * @param duplicateOf the key of an older prompt that says the same
 */
public record Prompt(
        long id,
        long projectId,
        String key,
        Conversation conversation,
        List<String> tags,
        @Nullable String metadata,
        @Nullable String duplicateOf,
        boolean archived,
        Instant createdAt) {}
