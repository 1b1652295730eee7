package org.rlhfworkbench.feedback.labels;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.FeedbackException.NotFound;
import org.rlhfworkbench.feedback.FeedbackException.WrongState;
import org.rlhfworkbench.feedback.Refusal;
import org.rlhfworkbench.feedback.campaigns.Campaigns;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.node.ObjectNode;

/** Labels. Nothing is changed or deleted: a correction is a new version that supersedes the old one. */
@Service
@Transactional
public class Labels {

    private final LabelRepository repository;
    private final Campaigns campaigns;
    private final Clock clock;

    Labels(LabelRepository repository, Campaigns campaigns, Clock clock) {
        this.repository = repository;
        this.campaigns = campaigns;
        this.clock = clock;
    }

    /** Keeps a label. Labelers submit through {@code Assignments}, which decides whether it counts. */
    public Label add(NewLabel label) {
        return repository.saveAndFlush(new LabelEntity(label)).toRecord();
    }

    /**
     * Replaces the person's own latest label by a new version that counts as the old one did. The same judgement again
     * makes no new version.
     *
     * @throws NotFound when the label is not this person's
     */
    public Label correct(long labelId, long personId, Judgement judgement, @Nullable Double seconds) {
        LabelEntity old = repository.findById(labelId).orElseThrow(() -> new NotFound("label", labelId));
        if (old.labelerId != personId) {
            throw new NotFound("label", labelId);
        }
        if (old.status == LabelStatus.SUPERSEDED) {
            throw new WrongState(Refusal.LABEL_OUTDATED);
        }
        judgement.check(campaigns.item(old.itemId).outputKeys());
        if (old.judgement().equals(judgement)) {
            return old.toRecord();
        }
        LabelStatus status = old.status;
        old.status = LabelStatus.SUPERSEDED;
        repository.flush();
        return add(new NewLabel(
                old.campaignId,
                old.itemId,
                personId,
                old.version + 1,
                status,
                judgement,
                old.displayOrder(),
                campaigns.get(old.campaignId).guidelineVersion(),
                clock.instant(),
                seconds,
                null,
                old.unknownFields));
    }

    @Transactional(readOnly = true)
    public Label get(long labelId) {
        return repository
                .findById(labelId)
                .orElseThrow(() -> new NotFound("label", labelId))
                .toRecord();
    }

    /** A label of this person; empty for anybody else's. */
    @Transactional(readOnly = true)
    public Optional<Label> ofLabeler(long labelerId, long labelId) {
        return repository
                .findById(labelId)
                .filter(label -> label.labelerId == labelerId)
                .map(LabelEntity::toRecord);
    }

    @Transactional(readOnly = true)
    public Optional<Label> byLeaseToken(String token) {
        return repository.findByLeaseToken(token).map(LabelEntity::toRecord);
    }

    /** The person's latest label on an item. */
    @Transactional(readOnly = true)
    public Optional<Label> latest(long itemId, long labelerId) {
        return repository
                .findFirstByItemIdAndLabelerIdOrderByVersionDesc(itemId, labelerId)
                .map(LabelEntity::toRecord);
    }

    /** All versions of all labels on an item, in the order of submission. */
    @Transactional(readOnly = true)
    public List<Label> ofItem(long itemId) {
        return repository.findByItemIdOrderByIdAsc(itemId).stream()
                .map(LabelEntity::toRecord)
                .toList();
    }

    /** What a person answered in a campaign, latest versions, the latest first. */
    @Transactional(readOnly = true)
    public Page<Label> history(long campaignId, long labelerId, Pageable page) {
        return repository.current(campaignId, labelerId, page).map(LabelEntity::toRecord);
    }

    /** How many items a person has answered since then, in all campaigns. */
    @Transactional(readOnly = true)
    public long countSince(long labelerId, Instant since) {
        return repository.countSince(labelerId, since);
    }

    @Transactional(readOnly = true)
    public long count(long campaignId, LabelStatus status) {
        return repository.countByCampaignIdAndStatus(campaignId, status);
    }

    /** Hands over a campaign's labels of these statuses, item by item. */
    @Transactional(readOnly = true)
    public void forEach(long campaignId, Collection<LabelStatus> statuses, Consumer<Label> consumer) {
        try (Stream<LabelEntity> all =
                repository.streamByCampaignIdAndStatusInOrderByItemIdAscIdAsc(campaignId, statuses)) {
            all.map(LabelEntity::toRecord).forEach(consumer);
        }
    }

    /**
     * All versions of all labels on an item as the objects that {@code rankings.jsonl} holds.
     *
     * @param pseudonyms by person
     */
    @Transactional(readOnly = true)
    public List<ObjectNode> export(long itemId, Map<Long, String> pseudonyms) {
        return repository.findByItemIdOrderByIdAsc(itemId).stream()
                .map(label -> LabelLine.object(label, pseudonyms))
                .toList();
    }
}
