package org.rlhfworkbench.feedback.exchange;

import java.nio.file.Path;

/**
 * A file that was written whole.
 *
 * @param sha256 64 hexadecimal digits, for provenance
 * @param lines how many objects it holds
 */
public record ExportedFile(Path path, String sha256, long lines) {}
