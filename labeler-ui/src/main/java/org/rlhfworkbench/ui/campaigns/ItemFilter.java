package org.rlhfworkbench.ui.campaigns;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Predicate;
import org.rlhfworkbench.feedback.agreement.CampaignQuality.OfItem;

/** Which items of a campaign are shown. */
enum ItemFilter {
    ALL(item -> true),
    DISPUTED(OfItem::disputed),
    UNRANKABLE(item -> item.unrankable() > 0),
    FLAGGED(item -> item.flagged() > 0);

    private final Predicate<OfItem> condition;

    ItemFilter(Predicate<OfItem> condition) {
        this.condition = condition;
    }

    boolean takes(OfItem item) {
        return condition.test(item);
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static ItemFilter of(String word) {
        return Arrays.stream(values())
                .filter(filter -> filter.word().equals(word))
                .findFirst()
                .orElse(ALL);
    }
}
