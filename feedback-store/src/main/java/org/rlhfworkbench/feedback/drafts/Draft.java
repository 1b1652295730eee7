package org.rlhfworkbench.feedback.drafts;

import java.time.Instant;

/**
 * What a person is typing.
 *
 * @param subject names the item, such as {@code demonstration/prompt/12}
 * @param content opaque here; the feature that the subject belongs to reads it
 * @param revision grows by one with every save; 0 for a draft that was never saved
 */
public record Draft(long personId, String subject, String content, long revision, Instant updatedAt) {}
