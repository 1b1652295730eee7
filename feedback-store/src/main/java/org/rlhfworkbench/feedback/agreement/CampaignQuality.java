package org.rlhfworkbench.feedback.agreement;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a campaign's answers look like, by person and by item.
 *
 * @param medianSeconds time an answer, null when no answer has one
 * @param labelers whoever answered, the busiest first
 * @param items those with an answer, in the order of the campaign
 */
public record CampaignQuality(@Nullable Double medianSeconds, List<OfLabeler> labelers, List<OfItem> items) {

    public static final CampaignQuality NONE = new CampaignQuality(null, List.of(), List.of());

    public CampaignQuality {
        labelers = List.copyOf(labelers);
        items = List.copyOf(items);
    }

    /**
     * @param unrankable answers that say the outputs cannot be ranked
     * @param agreement with everybody else who judged the same items; null when nobody did
     */
    public record OfLabeler(
            long labelerId,
            long answers,
            long unrankable,
            @Nullable Double medianSeconds,
            @Nullable Figure agreement,
            Instant latest) {}

    /**
     * @param agreeing pairs of outputs that two people ordered alike, of {@code compared}
     * @param unrankable answers that say the outputs cannot be ranked
     * @param flagged answers that flag an output
     */
    public record OfItem(long itemId, long answers, long agreeing, long compared, long unrankable, long flagged) {

        /** Whether people who judged it put at least a quarter of its pairs in opposite order. */
        public boolean disputed() {
            return compared > 0 && agreeing * 4 <= compared * 3;
        }
    }
}
