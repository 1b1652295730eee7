package org.rlhfworkbench.feedback.labels;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A judgement that was submitted.
 *
 * @param version counted from 1 for each item and labeler
 * @param displayOrder output keys in the order the labeler saw them
 * @param seconds time with the item in view and the person active; null when unknown
 */
public record Label(
        long id,
        long campaignId,
        long itemId,
        long labelerId,
        int version,
        LabelStatus status,
        Judgement judgement,
        List<String> displayOrder,
        int guidelineVersion,
        Instant submittedAt,
        @Nullable Double seconds) {

    public Label {
        displayOrder = List.copyOf(displayOrder);
    }
}
