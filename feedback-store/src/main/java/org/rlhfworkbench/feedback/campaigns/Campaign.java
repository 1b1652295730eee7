package org.rlhfworkbench.feedback.campaigns;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A set of items that people judge.
 *
 * @param outputsPerItem K, how many outputs a prompt has
 * @param labelersPerItem N, how many people judge each item
 * @param modelIds the models that the outputs were or will be sampled from
 */
public record Campaign(
        long id,
        long projectId,
        String name,
        CampaignKind kind,
        CampaignState state,
        int round,
        int outputsPerItem,
        int labelersPerItem,
        String guidelines,
        int guidelineVersion,
        LabelForm form,
        List<Long> modelIds,
        Instant createdAt,
        @Nullable Instant closedAt) {

    public Campaign {
        modelIds = List.copyOf(modelIds);
    }
}
