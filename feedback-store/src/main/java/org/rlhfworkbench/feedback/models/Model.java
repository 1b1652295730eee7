package org.rlhfworkbench.feedback.models;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A model folder and where it came from.
 *
 * @param projectId null for a model that every project may use, such as the bundled one
 * @param folder what commands take as {@code --model}: a folder, a run directory or a bundled name
 * @param parentId the model whose weights it began with
 * @param rewardModelId the reward model that PPO tuned it against
 * @param runId the run that made it
 * @param round the project's round it belongs to, 0 for a base model
 */
public record Model(
        long id,
        @Nullable Long projectId,
        String name,
        ModelKind kind,
        String folder,
        @Nullable Long parentId,
        @Nullable Long rewardModelId,
        @Nullable Long runId,
        int round,
        Instant createdAt) {}
