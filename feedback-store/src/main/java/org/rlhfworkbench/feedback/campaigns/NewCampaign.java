package org.rlhfworkbench.feedback.campaigns;

import java.util.List;
import org.rlhfworkbench.feedback.FeedbackException.Invalid;
import org.rlhfworkbench.feedback.Refusal;
import org.rlhfworkbench.feedback.prompts.PromptSelection;

/** A campaign to make; see {@link Campaign} for the fields. */
public record NewCampaign(
        long projectId,
        String name,
        CampaignKind kind,
        int round,
        List<Long> modelIds,
        int outputsPerItem,
        int labelersPerItem,
        String guidelines,
        LabelForm form,
        PromptSelection prompts,
        List<Long> labelerIds) {

    /** On all prompts, for every labeler of the project. */
    public NewCampaign(
            long projectId,
            String name,
            CampaignKind kind,
            int round,
            List<Long> modelIds,
            int outputsPerItem,
            int labelersPerItem,
            String guidelines,
            LabelForm form) {
        this(
                projectId,
                name,
                kind,
                round,
                modelIds,
                outputsPerItem,
                labelersPerItem,
                guidelines,
                form,
                PromptSelection.ALL,
                List.of());
    }

    public NewCampaign {
        modelIds = List.copyOf(modelIds);
        labelerIds = List.copyOf(labelerIds);
        if (name.isBlank() || name.length() > 200) {
            throw new Invalid("name", Refusal.CAMPAIGN_NAME, 200);
        }
        if (outputsPerItem < 2 || outputsPerItem > 9) {
            throw new Invalid("outputsPerItem", Refusal.CAMPAIGN_OUTPUTS);
        }
        if (labelersPerItem < 1 || labelersPerItem > 50) {
            throw new Invalid("labelersPerItem", Refusal.CAMPAIGN_LABELERS);
        }
        if (!labelerIds.isEmpty() && labelerIds.size() < labelersPerItem) {
            throw new Invalid("labelerIds", Refusal.CAMPAIGN_TOO_FEW_PEOPLE, labelersPerItem, labelerIds.size());
        }
    }
}
