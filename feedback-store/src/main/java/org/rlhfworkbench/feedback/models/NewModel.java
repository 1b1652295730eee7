package org.rlhfworkbench.feedback.models;

import org.jspecify.annotations.Nullable;

/** A model to register; see {@link Model} for the fields. */
public record NewModel(
        @Nullable Long projectId,
        String name,
        ModelKind kind,
        String folder,
        @Nullable Long parentId,
        @Nullable Long rewardModelId,
        @Nullable Long runId,
        int round) {

    /** A model that every project may start from. */
    public static NewModel base(String name, String folder) {
        return new NewModel(null, name, ModelKind.BASE, folder, null, null, null, 0);
    }
}
