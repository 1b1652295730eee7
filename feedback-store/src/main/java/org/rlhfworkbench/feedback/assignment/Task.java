package org.rlhfworkbench.feedback.assignment;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.conversation.Conversation;
import org.rlhfworkbench.feedback.labels.Judgement;

/**
 * An item in a labeler's hands. It names no model.
 *
 * @param token the lease; whoever submits or renews shows it
 * @param outputs in this person's own order, the same whenever the person sees the item
 * @param leasedUntil when it may go to somebody else unless a heartbeat renews it
 * @param draft what the person placed so far; null when nothing was saved
 * @param draftRevision hand it back with the next save
 */
public record Task(
        String token,
        long campaignId,
        long itemId,
        Conversation prompt,
        List<ShownOutput> outputs,
        Instant leasedUntil,
        @Nullable Judgement draft,
        long draftRevision) {

    public Task {
        outputs = List.copyOf(outputs);
    }
}
