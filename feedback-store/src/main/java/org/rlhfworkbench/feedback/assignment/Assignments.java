package org.rlhfworkbench.feedback.assignment;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.FeedbackException.DraftConflict;
import org.rlhfworkbench.feedback.FeedbackException.NotFound;
import org.rlhfworkbench.feedback.campaigns.Campaign;
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
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;

/** Hands items out and takes answers in. */
@Service
public class Assignments {

    private static final TypeReference<Judgement> JUDGEMENT = new TypeReference<>() {};

    private final HandingOut handingOut;
    private final Slots slots;
    private final Leases leases;
    private final ProgressQuery progress;
    private final Retries retries;
    private final Campaigns campaigns;
    private final Labels labels;
    private final Drafts drafts;
    private final Clock clock;

    Assignments(
            HandingOut handingOut,
            Slots slots,
            Leases leases,
            ProgressQuery progress,
            Retries retries,
            Campaigns campaigns,
            Labels labels,
            Drafts drafts,
            Clock clock) {
        this.handingOut = handingOut;
        this.slots = slots;
        this.leases = leases;
        this.progress = progress;
        this.retries = retries;
        this.campaigns = campaigns;
        this.labels = labels;
        this.drafts = drafts;
        this.clock = clock;
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
        Campaign campaign = campaigns.get(campaignId);
        boolean open = campaign.state() == CampaignState.OPEN && campaign.isFor(personId);
        while (open && held.size() < count) {
            Optional<Slots.Held> next = handingOut.next(campaignId, personId);
            if (next.isEmpty()) {
                break;
            }
            held.add(next.get());
        }
        return held.stream().limit(count).map(one -> task(one, personId)).toList();
    }

    /** The task of a lease, for a page that was loaded again; empty when it is no longer in this person's hands. */
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
        Instant until = handingOut.until();
        return slots.renew(token, personId, until) ? Optional.of(until) : Optional.empty();
    }

    /**
     * Keeps what is placed so far, and the item with this person.
     *
     * @return the new revision, for the next save
     * @throws DraftConflict when another tab saved in between; what was placed here is set aside
     */
    public long saveDraft(String token, long personId, Judgement soFar, long revision) {
        long itemId = lease(token, personId).itemId();
        retries.run(() -> heartbeat(token, personId));
        return drafts.save(personId, subject(itemId), Json.write(soFar), revision);
    }

    /**
     * Takes an answer in. The same token again gives the same label back. An answer whose lease has run out fills a
     * free slot of the item, and is surplus when there is none. A second, different answer of the same person to the
     * same item is a correction of the first.
     *
     * @param seconds time with the item in view; null when unknown
     * @throws NotFound when the token was never given to this person
     */
    public Label submit(String token, long personId, Judgement judgement, @Nullable Double seconds) {
        Leases.Lease given = lease(token, personId);
        Item item = campaigns.item(given.itemId());
        judgement.check(item.outputKeys());
        return retries.run(() -> labels.byLeaseToken(token)
                .or(() -> labels.latest(item.id(), personId)
                        .map(before -> labels.correct(before.id(), personId, judgement, seconds)))
                .orElseGet(() -> take(token, item, given.displayOrder(), personId, judgement, seconds)));
    }

    /** Passes an item by for good, for this person only. */
    public void skip(String token, long personId, String reason) {
        long itemId = lease(token, personId).itemId();
        retries.run(() -> {
            slots.handBack(token, personId);
            leases.skip(itemId, personId, reason, clock.instant());
            leases.end(token, "SKIPPED", clock.instant());
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

    /** Frees what is in nobody's hands any more and returns how many items that are; handing out does it too. */
    public int handBackExpired() {
        return handingOut.handBackExpired();
    }

    /** Marks a slot as answered by a label that came with an import. */
    @Transactional
    public void adopt(Label label) {
        slots.finishFree(label.itemId(), label.labelerId());
    }

    @Transactional(readOnly = true)
    public Progress progress(long campaignId) {
        return progress.of(campaignId, clock.instant());
    }

    /**
     * How many items this person has in hands or may still be given behind the last one. Of a large campaign it counts
     * the next thousand slots only; what others give back comes on top.
     */
    @Transactional(readOnly = true)
    public long remaining(long campaignId, long personId) {
        return campaigns.get(campaignId).isFor(personId)
                ? progress.remaining(campaignId, personId, slots.lastItemOf(campaignId, personId))
                : 0;
    }

    private Label take(
            String token,
            Item item,
            List<String> displayOrder,
            long personId,
            Judgement judgement,
            @Nullable Double seconds) {
        boolean counts = slots.finishOwn(item.id(), personId) || slots.finishFree(item.id(), personId);
        Label label = labels.add(new NewLabel(
                item.campaignId(),
                item.id(),
                personId,
                1,
                counts ? LabelStatus.COUNTED : LabelStatus.SURPLUS,
                judgement,
                displayOrder,
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

    private Leases.Lease lease(String token, long personId) {
        return leases.find(token, personId).orElseThrow(() -> new NotFound("assignment", token));
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
