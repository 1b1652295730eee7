package org.rlhfworkbench.feedback.assignment;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.rlhfworkbench.feedback.StoreSettings;
import org.rlhfworkbench.feedback.campaigns.Campaigns;
import org.springframework.stereotype.Component;

/** Finds the next item for a person and leases it. */
@Component
class HandingOut {

    private final Slots slots;
    private final Leases leases;
    private final Campaigns campaigns;
    private final Retries retries;
    private final Clock clock;
    private final Duration lease;

    HandingOut(Slots slots, Leases leases, Campaigns campaigns, Retries retries, Clock clock, StoreSettings settings) {
        this.slots = slots;
        this.leases = leases;
        this.campaigns = campaigns;
        this.retries = retries;
        this.clock = clock;
        this.lease = settings.lease();
    }

    /** Until when a lease that is given or renewed now lasts. */
    Instant until() {
        return clock.instant().plus(lease);
    }

    /**
     * Leases the next item. A person goes through the items in their order and comes back to those that others gave
     * back only at the end, so that the search need not pass over all that the person has done.
     */
    Optional<Slots.Held> next(long campaignId, long personId) {
        return retries.run(() -> {
            long last = slots.lastItemOf(campaignId, personId);
            return nextBehind(last, campaignId, personId)
                    .or(() -> last == 0 ? Optional.empty() : nextBehind(0, campaignId, personId));
        });
    }

    int handBackExpired() {
        Instant now = clock.instant();
        List<Long> expired = slots.expired(now);
        return expired.isEmpty()
                ? 0
                : retries.run(() -> (int) expired.stream()
                        .filter(slot -> slots.handBackExpired(slot, now))
                        .count());
    }

    private Optional<Slots.Held> nextBehind(long item, long campaignId, long personId) {
        String token = UUID.randomUUID().toString();
        while (true) {
            List<Slots.Free> free = slots.freeFor(campaignId, personId, item);
            for (Slots.Free slot : free) {
                Instant until = until();
                if (slots.take(slot.slotId(), personId, token, until)) {
                    List<String> order = shuffledOutputs(slot.itemId(), personId);
                    leases.add(token, slot.itemId(), personId, order, clock.instant());
                    return Optional.of(new Slots.Held(token, slot.itemId(), until));
                }
            }
            if (free.isEmpty()) {
                return Optional.empty();
            }
        }
    }

    /** Seeded by item and person: an order of the person's own that does not change when the item comes again. */
    private List<String> shuffledOutputs(long itemId, long personId) {
        List<String> keys = new ArrayList<>(campaigns.item(itemId).outputKeys());
        long seed = UUID.nameUUIDFromBytes((itemId + "/" + personId).getBytes(StandardCharsets.UTF_8))
                .getLeastSignificantBits();
        Collections.shuffle(keys, new Random(seed));
        return keys;
    }
}
