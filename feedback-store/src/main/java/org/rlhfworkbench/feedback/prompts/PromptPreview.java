package org.rlhfworkbench.feedback.prompts;

import java.util.List;
import org.rlhfworkbench.feedback.lines.ImportReport;

/**
 * What an import would do.
 *
 * @param first some of the prompts that would be new, in the file's order
 */
public record PromptPreview(ImportReport report, List<Prompt> first) {

    public PromptPreview {
        first = List.copyOf(first);
    }
}
