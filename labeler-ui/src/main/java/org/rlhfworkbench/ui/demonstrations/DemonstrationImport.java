package org.rlhfworkbench.ui.demonstrations;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.html.H3;
import org.rlhfworkbench.feedback.demonstrations.Demonstrations;
import org.rlhfworkbench.feedback.lines.ImportReport;
import org.rlhfworkbench.ui.files.ImportDialog;

/** The import of {@code demonstrations.jsonl}. */
final class DemonstrationImport {
    private static final String EXAMPLE =
            "{\"id\": \"cat-1\", \"messages\": [{\"role\": \"user\", \"content\": \"Tell me a story about a cat.\"}, "
                    + "{\"role\": \"assistant\", \"content\": \"Once there was a cat.\"}]}";

    private DemonstrationImport() {}

    static ImportDialog dialog(long projectId, Demonstrations demonstrations, Runnable imported) {
        return new ImportDialog(
                say("demonstrations.import"),
                say("demonstrations.import-help"),
                EXAMPLE,
                (file, lines) -> reading(demonstrations.preview(projectId, file, lines)),
                (file, lines) -> {
                    ImportReport report = demonstrations.importLines(projectId, file, lines);
                    imported.run();
                    return say("demonstrations.imported", report.imported());
                });
    }

    private static ImportDialog.Reading reading(ImportReport report) {
        String words = report.unchanged() == 0
                ? say("demonstrations.preview", report.file(), report.imported())
                : say("demonstrations.preview-unchanged", report.file(), report.imported(), report.unchanged());
        return new ImportDialog.Reading(
                new H3(words), report.imported() == 0 ? null : say("demonstrations.import-act", report.imported()));
    }
}
