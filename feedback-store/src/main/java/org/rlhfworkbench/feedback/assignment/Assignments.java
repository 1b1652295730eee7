package org.rlhfworkbench.feedback.assignment;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.FeedbackException.DraftConflict;
import org.rlhfworkbench.feedback.FeedbackException.NotFound;
import org.rlhfworkbench.feedback.StoreSettings;
import org.rlhfworkbench.feedback.campaigns.CampaignState;
import org.rlhfworkbench.feedback.campaigns.Campaigns;
import org.rlhfworkbench.feedback.campaigns.Item;
import org.rlhfworkbench.feedback.campaigns.ItemAdded;
import org.rlhfworkbench.feedback.campaigns.Output;
import org.rlhfworkbench.feedback.drafts.Draft;
import org.rlhfworkbench.feedback.drafts.Drafts;
import org.rlhfworkbench.feedback.labels.Judgement;
import org.rlhfworkbench.feedback.labels.Label;
import org.rlhfworkbench.feedback.labels.LabelStatus;
import org.rlhfworkbench.feedback.labels.Labels;
import org.rlhfworkbench.feedback.labels.NewLabel;
import org.rlhfworkbench.feedback.lines.Json;
import org.springframework.context.event.EventListener;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;

/** Hands items out and takes answers in. */
@Service
public class Assignments {

    private static final int ATTEMPTS = 20;
    private static final int CANDIDATES = 16;
    private static final TypeReference<Judgement> JUDGEMENT = new TypeReference<>() {};

    private final Slots slots;
    private final Leases leases;
    private final Campaigns campaigns;
    private final Labels labels;
    private final Drafts drafts;
    private final Clock clock;
    private final Duration lease;
    private final TransactionTemplate transaction;

    Assignments(
            Slots slots,
            Leases leases,
            Campaigns campaigns,
            Labels labels,
            Drafts drafts,
            Clock clock,
            StoreSettings settings,
            PlatformTransactionManager transactionManager) {
        this.slots = slots;
        this.leases = leases;
        this.campaigns = campaigns;
        this.labels = labels;
        this.drafts = drafts;
        this.clock = clock;
        this.lease = settings.lease();
        this.transaction = new TransactionTemplate(transactionManager);
    }

    @EventListener
    void makeSlots(ItemAdded added) {
        for (int number = 1; number <= added.labelersPerItem(); number++) {
            slots.make(added.campaignId(), added.itemId(), number);
        }
    }

    /** The item this person has in hands, else the next one; empty when there is nothing to do for this person. */
    public Optional<Task> next(long campaignId, long personId) {
        return ahead(campaignId, personId, 1).stream().findFirst();
    }

    /**
     * Like {@link #next}, and the ones after it, so that a page can load them while the first is being judged.
     *
     * @param count at most so many leases at once
     */
    public List<Task> ahead(long campaignId, long personId, int count) {
        handBackExpired();
        List<Slots.Held> held = new ArrayList<>(slots.heldBy(campaignId, personId, clock.instant()));
        boolean open = campaigns.get(campaignId).state() == CampaignState.OPEN;
        while (open && held.size() < count) {
            Optional<Slots.Held> taken = retrying(() -> take(campaignId, personId));
            if (taken.isEmpty()) {
                break;
            }
            held.add(taken.get());
        }
        return held.stream().limit(count).map(one -> task(one, personId)).toList();
    }

    /** The task of a lease, for a page that was loaded again; empty when the lease is no longer this person's. */
    public Optional<Task> task(String token, long personId) {
        return leases.find(token, personId)
                .map(found -> campaigns.item(found.itemId()).campaignId())
                .flatMap(campaignId -> slots.heldBy(campaignId, personId, clock.instant()).stream()
                        .filter(held -> held.token().equals(token))
                        .findFirst())
                .map(held -> task(held, personId));
    }

    /** Keeps the item with this person; empty when it went to somebody else. It may still be submitted then. */
    @Transactional
    public Optional<Instant> heartbeat(String token, long personId) {
        Instant until = clock.instant().plus(lease);
        return slots.renew(token, personId, until) ? Optional.of(until) : Optional.empty();
    }

    /**
     * Keeps what is placed so far.
     *
     * @return the new revision, for the next save
     * @throws DraftConflict when another tab saved in between; what was placed here is set aside
     */
    public long saveDraft(String token, long personId, Judgement soFar, long revision) {
        long itemId = lease(token, personId).itemId();
        heartbeat(token, personId);
        return drafts.save(personId, subject(itemId), Json.write(soFar), revision);
    }

    /**
     * Takes an answer in. The same token again gives the same label back. An answer whose lease has run out fills a
     * free slot of the item, and is surplus when there is none.
     *
     * @param seconds time with the item in view; null when unknown
     */
    public Label submit(String token, long personId, Judgement judgement, @Nullable Double seconds) {
        Leases.Lease found = lease(token, personId);
        judgement.check(campaigns.item(found.itemId()).outputKeys());
        return retrying(() -> labels.byLeaseToken(token)
                .orElseGet(() -> labels.latest(found.itemId(), personId)
                        .map(before -> labels.correct(before.id(), personId, judgement, seconds))
                        .orElseGet(() -> record(token, found, personId, judgement, seconds))));
    }

    /** Passes an item by for good, for this person only. */
    public void skip(String token, long personId, String reason) {
        Leases.Lease found = lease(token, personId);
        retrying(() -> {
            slots.handBack(token, personId);
            if (!leases.skipped(found.itemId(), personId)) {
                leases.skip(found.itemId(), personId, reason, clock.instant());
                leases.end(token, "SKIPPED", clock.instant());
            }
            return true;
        });
    }

    /** Gives an item back unanswered; it may come again. */
    @Transactional
    public void handBack(String token, long personId) {
        if (slots.handBack(token, personId)) {
            leases.end(token, "HANDED_BACK", clock.instant());
        }
    }

    /** Frees what is in nobody's hands any more. @return how many */
    public int handBackExpired() {
        Instant now = clock.instant();
        List<Long> expired = slots.expired(now);
        return expired.isEmpty()
                ? 0
                : retrying(() -> (int) expired.stream()
                        .filter(slot -> slots.handBackExpired(slot, now))
                        .count());
    }

    /** Marks a slot as answered by a label that came with an import. */
    @Transactional
    public void adopt(Label label) {
        slots.finishFree(label.itemId(), label.labelerId());
    }

    @Transactional(readOnly = true)
    public Progress progress(long campaignId) {
        return slots.progress(campaignId);
    }

    /** How many items this person could still be given. */
    @Transactional(readOnly = true)
    public long remaining(long campaignId, long personId) {
        return slots.remaining(campaignId, personId);
    }

    private Optional<Slots.Held> take(long campaignId, long personId) {
        long last = slots.lastItemOf(campaignId, personId);
        return takeBehind(last, campaignId, personId)
                .or(() -> last == 0 ? Optional.empty() : takeBehind(0, campaignId, personId));
    }

    private Optional<Slots.Held> takeBehind(long item, long campaignId, long personId) {
        String token = UUID.randomUUID().toString();
        Instant now = clock.instant();
        Instant until = now.plus(lease);
        while (true) {
            List<Slots.Free> free = slots.freeFor(campaignId, personId, item, CANDIDATES);
            for (Slots.Free slot : free) {
                if (slots.take(slot.slotId(), personId, token, until)) {
                    leases.add(token, slot.itemId(), personId, shuffled(slot.itemId(), personId), now);
                    return Optional.of(new Slots.Held(token, slot.itemId(), until));
                }
            }
            if (free.isEmpty()) {
                return Optional.empty();
            }
        }
    }

    private Label record(
            String token, Leases.Lease found, long personId, Judgement judgement, @Nullable Double seconds) {
        boolean counts = slots.finishOwn(found.itemId(), personId, token) || slots.finishFree(found.itemId(), personId);
        Item item = campaigns.item(found.itemId());
        Label label = labels.add(new NewLabel(
                item.campaignId(),
                item.id(),
                personId,
                1,
                counts ? LabelStatus.COUNTED : LabelStatus.SURPLUS,
                judgement,
                found.displayOrder(),
                campaigns.get(item.campaignId()).guidelineVersion(),
                clock.instant(),
                seconds,
                token,
                null));
        leases.end(token, "SUBMITTED", clock.instant());
        drafts.discard(personId, subject(item.id()));
        return label;
    }

    private Task task(Slots.Held held, long personId) {
        Item item = campaigns.item(held.itemId());
        Optional<Draft> draft = drafts.find(personId, subject(item.id()));
        List<ShownOutput> outputs = lease(held.token(), personId).displayOrder().stream()
                .map(key -> new ShownOutput(key, content(item, key)))
                .toList();
        return new Task(
                held.token(),
                item.campaignId(),
                item.id(),
                item.prompt(),
                outputs,
                held.until(),
                draft.map(saved -> Json.read(saved.content(), JUDGEMENT)).orElse(null),
                draft.map(Draft::revision).orElse(0L));
    }

    private List<String> shuffled(long itemId, long personId) {
        List<String> keys = new ArrayList<>(campaigns.item(itemId).outputKeys());
        Collections.shuffle(keys, new Random(new Random(itemId * 1_000_003 + personId).nextLong()));
        return keys;
    }

    private Leases.Lease lease(String token, long personId) {
        return leases.find(token, personId).orElseThrow(() -> new NotFound("assignment", token));
    }

    /** Each attempt is a transaction of its own; whoever lost a race looks again. */
    private <T> T retrying(Supplier<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return Objects.requireNonNull(transaction.execute(status -> work.get()));
            } catch (DataIntegrityViolationException | ConcurrencyFailureException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static String content(Item item, String key) {
        return item.outputs().stream()
                .filter(output -> output.key().equals(key))
                .map(Output::content)
                .findFirst()
                .orElseThrow();
    }

    private static String subject(long itemId) {
        return "label/item/" + itemId;
    }
}
