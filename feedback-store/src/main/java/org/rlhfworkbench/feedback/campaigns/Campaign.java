package org.rlhfworkbench.feedback.campaigns;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.prompts.PromptSelection;

/**
 * A set of items that people judge.
 *
 * @param outputsPerItem K, how many outputs a prompt has
 * @param labelersPerItem N, how many people judge each item
 * @param prompts which prompts were or will be sampled
 * @param labelerIds who labels; empty for every labeler of the project
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
        PromptSelection prompts,
        List<Long> labelerIds,
        Instant createdAt,
        @Nullable Instant closedAt) {

    public Campaign {
        modelIds = List.copyOf(modelIds);
        labelerIds = List.copyOf(labelerIds);
    }

    /** Whether the campaign is for this person, who must be a member of the project too. */
    public boolean isFor(long personId) {
        return labelerIds.isEmpty() || labelerIds.contains(personId);
    }
}
