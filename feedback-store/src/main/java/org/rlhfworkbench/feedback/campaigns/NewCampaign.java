package org.rlhfworkbench.feedback.campaigns;

import java.util.List;
import org.rlhfworkbench.feedback.FeedbackException.Invalid;
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
            throw new Invalid("name", "A campaign's name has 1 to 200 characters. Give it another one.");
        }
        if (outputsPerItem < 2 || outputsPerItem > 9) {
            throw new Invalid("outputsPerItem", "A prompt is ranked with 2 to 9 outputs. Choose a number between.");
        }
        if (labelersPerItem < 1 || labelersPerItem > 50) {
            throw new Invalid("labelersPerItem", "An item is judged by 1 to 50 people. Choose a number between.");
        }
        if (!labelerIds.isEmpty() && labelerIds.size() < labelersPerItem) {
            throw new Invalid(
                    "labelerIds",
                    "An item needs " + labelersPerItem + " people, and " + labelerIds.size()
                            + " are named. Name more of them, or ask fewer people an item.");
        }
    }
}
