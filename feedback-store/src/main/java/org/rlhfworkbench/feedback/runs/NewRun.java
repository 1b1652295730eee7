package org.rlhfworkbench.feedback.runs;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run to queue; see {@link Run} for the fields.
 *
 * @param runsFolder where run directories lie; the run's own is named after it
 */
public record NewRun(
        long projectId,
        RunKind kind,
        int round,
        Path runsFolder,
        Map<String, String> parameters,
        List<RunInput> inputs,
        @Nullable Long startedBy) {}
