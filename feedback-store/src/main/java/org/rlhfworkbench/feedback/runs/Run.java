package org.rlhfworkbench.feedback.runs;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A training or sampling job. Its process writes the run directory; the store knows its place in the project.
 *
 * @param name such as {@code sft-3}; the run directory is called so
 * @param folder the run directory
 * @param parameters flags for the command, without the dashes, such as {@code lr} → {@code 1e-5}
 * @param resuming whether the next start goes on from the last checkpoint
 * @param message plain words on how it ended
 * @param outcome JSON text of {@code evaluation.json}; null until it is finished
 * @param startedBy null when a rule started it
 */
public record Run(
        long id,
        long projectId,
        String name,
        RunKind kind,
        RunState state,
        int round,
        String folder,
        Map<String, String> parameters,
        List<RunInput> inputs,
        boolean resuming,
        @Nullable String message,
        @Nullable String outcome,
        @Nullable Long startedBy,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt) {}
