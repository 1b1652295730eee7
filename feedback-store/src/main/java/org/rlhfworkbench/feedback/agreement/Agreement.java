package org.rlhfworkbench.feedback.agreement;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.rlhfworkbench.feedback.labels.Judgement;
import org.rlhfworkbench.feedback.labels.Label;
import org.rlhfworkbench.feedback.labels.LabelStatus;
import org.rlhfworkbench.feedback.labels.Labels;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** How often two people who judged the same item order a pair of its outputs alike. */
@Service
public class Agreement {

    private final Labels labels;

    Agreement(Labels labels) {
        this.labels = labels;
    }

    /**
     * Pair agreement over the items of a campaign that at least two people judged. Pairs that either of the two tied
     * say nothing and are left out. Surplus labels are used too.
     *
     * @return empty when no item has two judgements to compare
     */
    @Transactional(readOnly = true)
    public Optional<Figure> ofCampaign(long campaignId) {
        PairAgreement pairs = new PairAgreement();
        List<Judgement> ofItem = new ArrayList<>();
        long[] item = {0};
        labels.forEach(campaignId, EnumSet.of(LabelStatus.COUNTED, LabelStatus.SURPLUS), (Label label) -> {
            if (label.itemId() != item[0]) {
                pairs.addItem(ofItem);
                ofItem.clear();
                item[0] = label.itemId();
            }
            ofItem.add(label.judgement());
        });
        pairs.addItem(ofItem);
        return pairs.figure();
    }
}
