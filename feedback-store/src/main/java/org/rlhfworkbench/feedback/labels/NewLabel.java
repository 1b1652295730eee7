package org.rlhfworkbench.feedback.labels;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A label to keep; see {@link Label} for the fields.
 *
 * @param leaseToken of the assignment it answers; no two labels share one; null for an import
 * @param unknownFields from an import, as {@code UnknownFields} keeps them
 */
public record NewLabel(
        long campaignId,
        long itemId,
        long labelerId,
        int version,
        LabelStatus status,
        Judgement judgement,
        List<String> displayOrder,
        int guidelineVersion,
        Instant submittedAt,
        @Nullable Double seconds,
        @Nullable String leaseToken,
        @Nullable String unknownFields) {}
