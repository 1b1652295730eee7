package org.rlhfworkbench.feedback.lines;

import java.util.List;

/**
 * What an import did.
 *
 * @param imported lines that are new in the project
 * @param unchanged lines whose id and content were there already
 * @param duplicates new lines that say what another id says already; they are imported
 */
public record ImportReport(String file, int imported, int unchanged, List<Duplicate> duplicates) {

    public record Duplicate(long line, String id, String sameAs) {}

    public ImportReport {
        duplicates = List.copyOf(duplicates);
    }
}
