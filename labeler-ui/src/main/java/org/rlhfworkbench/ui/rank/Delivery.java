package org.rlhfworkbench.ui.rank;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the server hands to the page.
 *
 * @param items that the person has in hands, the first to come first; null when that is not known
 * @param counts null when that is not known
 * @param notice {@code surplus} when the item had enough answers already, {@code corrected}; null for nothing
 * @param refused why the act was not done; null when it was
 */
record Delivery(
        @Nullable List<Offered> items,
        @Nullable Counts counts,
        @Nullable String notice,
        @Nullable String refused) {

    /**
     * @param done items that the person answered in this campaign
     * @param left items that the person could still be given
     */
    record Counts(long done, long left) {}

    /** @param other what another tab has saved in between; null when this save went through */
    record Kept(@Nullable RankDraft other, @Nullable String refused) {}

    static Delivery refused(String why) {
        return new Delivery(null, null, null, why);
    }
}
