package org.rlhfworkbench.ui.rank;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.FeedbackException;
import org.rlhfworkbench.feedback.FeedbackException.DraftConflict;
import org.rlhfworkbench.feedback.FeedbackException.NotFound;
import org.rlhfworkbench.feedback.assignment.Assignments;
import org.rlhfworkbench.feedback.assignment.ShownOutput;
import org.rlhfworkbench.feedback.assignment.Task;
import org.rlhfworkbench.feedback.campaigns.Campaign;
import org.rlhfworkbench.feedback.campaigns.Campaigns;
import org.rlhfworkbench.feedback.campaigns.Item;
import org.rlhfworkbench.feedback.campaigns.Output;
import org.rlhfworkbench.feedback.labels.Label;
import org.rlhfworkbench.feedback.labels.LabelStatus;
import org.rlhfworkbench.feedback.labels.Labels;
import org.rlhfworkbench.ui.markdown.Markdown;
import org.rlhfworkbench.ui.rank.Delivery.Counts;
import org.rlhfworkbench.ui.rank.Delivery.Kept;
import org.rlhfworkbench.ui.shell.Refusals;
import org.springframework.data.domain.PageRequest;

/** One person's ranking in one campaign. Translates between the page's letters and the store's keys. */
final class RankingDesk {
    /** The item on the page, and the one that is loaded behind it. */
    private static final int IN_HANDS = 2;

    private final Assignments assignments;
    private final Labels labels;
    private final Campaigns campaigns;
    private final Campaign campaign;
    private final long personId;
    private final Map<String, Held> held = new HashMap<>();

    /** @param order keys as the person sees them; {@code revision} of the draft, for the next save */
    private record Held(List<String> order, long revision) {}

    RankingDesk(Assignments assignments, Labels labels, Campaigns campaigns, Campaign campaign, long personId) {
        this.assignments = assignments;
        this.labels = labels;
        this.campaigns = campaigns;
        this.campaign = campaign;
        this.personId = personId;
    }

    Delivery inHands() {
        return delivered(null);
    }

    /** Keeps what is placed so far. */
    Kept keep(String token, RankDraft draft) {
        try {
            Held before = held(token);
            long revision = assignments.saveDraft(token, personId, draft.kept(before.order), before.revision);
            held.put(token, new Held(before.order, revision));
            return new Kept(null, null);
        } catch (DraftConflict overtaken) {
            return conflict(token, overtaken);
        } catch (FeedbackException refusal) {
            return new Kept(null, Refusals.words(refusal));
        }
    }

    private Kept conflict(String token, DraftConflict overtaken) {
        List<String> order = held(token).order;
        held.put(token, new Held(order, overtaken.revision()));
        return new Kept(
                assignments
                        .task(token, personId)
                        .flatMap(task -> Optional.ofNullable(task.draft()))
                        .map(judgement -> RankDraft.of(judgement, order))
                        .orElse(RankDraft.EMPTY),
                null);
    }

    Delivery submit(String token, RankDraft draft, double seconds) {
        try {
            Label label =
                    assignments.submit(token, personId, draft.answered(held(token).order, campaign.form()), seconds);
            return delivered(label.status() == LabelStatus.SURPLUS ? "surplus" : null);
        } catch (FeedbackException refusal) {
            return Delivery.refused(Refusals.words(refusal));
        }
    }

    Delivery correct(long labelId, RankDraft draft, double seconds) {
        try {
            Label old = own(labelId).orElseThrow(() -> new NotFound("label", labelId));
            labels.correct(labelId, personId, draft.answered(old.displayOrder(), campaign.form()), seconds);
            return delivered("corrected");
        } catch (FeedbackException refusal) {
            return Delivery.refused(Refusals.words(refusal));
        }
    }

    Delivery skip(String token, String reason) {
        try {
            assignments.skip(token, personId, reason);
            return delivered(null);
        } catch (FeedbackException refusal) {
            return Delivery.refused(Refusals.words(refusal));
        }
    }

    /** Keeps items with this person. @return those that went to somebody else */
    List<String> heartbeat(List<String> tokens) {
        return tokens.stream()
                .filter(token -> assignments.heartbeat(token, personId).isEmpty())
                .toList();
    }

    /** An answer of this person, to be corrected; null when there are not so many. @param depth 0 for the latest */
    @Nullable
    Offered back(int depth) {
        return labels.history(campaign.id(), personId, PageRequest.of(depth, 1)).stream()
                .findFirst()
                .map(label -> offered(label, depth))
                .orElse(null);
    }

    /** An answer of this person by its id; empty when it is another's or has a newer version. */
    Optional<Offered> answer(long labelId) {
        return own(labelId)
                .filter(label -> label.status() != LabelStatus.SUPERSEDED)
                .map(label -> offered(label, 0));
    }

    private Optional<Label> own(long labelId) {
        return labels.ofLabeler(personId, labelId).filter(label -> label.campaignId() == campaign.id());
    }

    private Delivery delivered(@Nullable String notice) {
        List<Offered> items = new ArrayList<>();
        for (Task task : assignments.ahead(campaign.id(), personId, IN_HANDS)) {
            items.add(offered(task));
        }
        long done =
                labels.history(campaign.id(), personId, PageRequest.of(0, 1)).getTotalElements();
        return new Delivery(items, new Counts(done, assignments.remaining(campaign.id(), personId)), notice, null);
    }

    private Offered offered(Task task) {
        List<String> order = task.outputs().stream().map(ShownOutput::key).toList();
        held.putIfAbsent(task.token(), new Held(order, task.draftRevision()));
        return new Offered(
                task.token(),
                Offered.turns(task.prompt()),
                task.outputs().stream()
                        .map(output -> Markdown.html(output.content()))
                        .toList(),
                task.draft() == null ? null : RankDraft.of(task.draft(), order),
                null,
                null,
                0);
    }

    private Offered offered(Label label, int depth) {
        Item item = campaigns.item(label.itemId());
        List<String> texts = label.displayOrder().stream()
                .map(key -> Markdown.html(content(item, key)))
                .toList();
        return new Offered(
                "label-" + label.id(),
                Offered.turns(item.prompt()),
                texts,
                RankDraft.of(label.judgement(), label.displayOrder()),
                label.id(),
                label.submittedAt().toString(),
                depth);
    }

    private static String content(Item item, String key) {
        return item.outputs().stream()
                .filter(output -> output.key().equals(key))
                .map(Output::content)
                .findFirst()
                .orElseThrow();
    }

    private Held held(String token) {
        Held known = held.get(token);
        if (known == null) {
            throw new NotFound("assignment", token);
        }
        return known;
    }
}
