package org.rlhfworkbench.feedback.agreement;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.labels.Label;
import org.rlhfworkbench.feedback.labels.LabelStatus;
import org.rlhfworkbench.feedback.labels.Labels;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Looks through a campaign's answers: who gave how many and how alike, and where people differ. */
@Service
public class Quality {

    private final Labels labels;

    Quality(Labels labels) {
        this.labels = labels;
    }

    /** Counted and surplus answers; versions that were superseded are left out. */
    @Transactional(readOnly = true)
    public CampaignQuality of(long campaignId) {
        Tally tally = new Tally();
        labels.forEach(campaignId, EnumSet.of(LabelStatus.COUNTED, LabelStatus.SURPLUS), tally::add);
        return tally.result();
    }

    /** Answers come item by item. */
    private static final class Tally {
        private final Map<Long, Work> byLabeler = new TreeMap<>();
        private final List<CampaignQuality.OfItem> items = new ArrayList<>();
        private final List<Double> seconds = new ArrayList<>();
        private final List<Label> ofItem = new ArrayList<>();

        void add(Label label) {
            if (!ofItem.isEmpty() && ofItem.getFirst().itemId() != label.itemId()) {
                finishItem();
            }
            ofItem.add(label);
            byLabeler.computeIfAbsent(label.labelerId(), id -> new Work()).add(label);
            if (label.seconds() != null) {
                seconds.add(label.seconds());
            }
        }

        CampaignQuality result() {
            if (!ofItem.isEmpty()) {
                finishItem();
            }
            List<CampaignQuality.OfLabeler> labelers = byLabeler.entrySet().stream()
                    .map(entry -> entry.getValue().of(entry.getKey()))
                    .sorted(Comparator.comparingLong(CampaignQuality.OfLabeler::answers)
                            .reversed())
                    .toList();
            return new CampaignQuality(median(seconds), labelers, items);
        }

        private void finishItem() {
            long agreeing = 0;
            long compared = 0;
            for (int i = 0; i < ofItem.size(); i++) {
                long[] withOthers = new long[2];
                for (int j = 0; j < ofItem.size(); j++) {
                    if (i != j) {
                        PairAgreement.compare(
                                ofItem.get(i).judgement(), ofItem.get(j).judgement(), withOthers);
                    }
                }
                work(ofItem.get(i)).agreement.addCounts(withOthers);
                agreeing += withOthers[0];
                compared += withOthers[1];
            }
            items.add(new CampaignQuality.OfItem(
                    ofItem.getFirst().itemId(),
                    ofItem.size(),
                    agreeing / 2,
                    compared / 2,
                    ofItem.stream()
                            .filter(label -> label.judgement().unrankable() != null)
                            .count(),
                    ofItem.stream()
                            .filter(label ->
                                    label.judgement().flags().values().stream().anyMatch(flags -> !flags.isEmpty()))
                            .count()));
            ofItem.clear();
        }

        private Work work(Label label) {
            return byLabeler.computeIfAbsent(label.labelerId(), id -> new Work());
        }
    }

    private static final class Work {
        private final PairAgreement agreement = new PairAgreement();
        private final List<Double> seconds = new ArrayList<>();
        private Instant latest = Instant.MIN;
        private long answers;
        private long unrankable;

        void add(Label label) {
            answers++;
            unrankable += label.judgement().unrankable() == null ? 0 : 1;
            latest = latest.isBefore(label.submittedAt()) ? label.submittedAt() : latest;
            if (label.seconds() != null) {
                seconds.add(label.seconds());
            }
        }

        CampaignQuality.OfLabeler of(long labelerId) {
            return new CampaignQuality.OfLabeler(
                    labelerId,
                    answers,
                    unrankable,
                    median(seconds),
                    agreement.figure().orElse(null),
                    latest);
        }
    }

    private static @Nullable Double median(List<Double> values) {
        if (values.isEmpty()) {
            return null;
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
