package org.rlhfworkbench.feedback.runs;

/** What went into a run. */
public sealed interface RunInput {

    /** What it is for, such as {@code policy}, {@code reward} or {@code data}. */
    String role();

    /** A model by its id. */
    record OfModel(String role, long modelId) implements RunInput {}

    /**
     * A file that was exported for it.
     *
     * @param sha256 of the file, 64 hexadecimal digits
     * @param lines how many objects it holds
     */
    record OfFile(String role, String path, String sha256, long lines) implements RunInput {}
}
