package org.rlhfworkbench.ui.prompts;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import java.util.ArrayList;
import java.util.List;
import org.rlhfworkbench.feedback.lines.ImportReport;
import org.rlhfworkbench.feedback.prompts.PromptPreview;
import org.rlhfworkbench.feedback.prompts.Prompts;
import org.rlhfworkbench.ui.files.ImportDialog;

/** The import of {@code prompts.jsonl}: its first prompts, what is new, what the project has already. */
final class PromptImport {
    private static final int PREVIEW = 200;
    private static final int DUPLICATES = 5;
    private static final String EXAMPLE =
            "{\"id\": \"rain-1\", \"prompt\": \"Tell me a story about a cat.\", \"metadata\": {\"tags\": [\"animals\"]}}";

    private PromptImport() {}

    static ImportDialog dialog(long projectId, Prompts prompts, Runnable imported) {
        return new ImportDialog(
                say("prompts.import"),
                say("prompts.import-help"),
                EXAMPLE,
                (file, lines) -> reading(prompts.preview(projectId, file, lines)),
                (file, lines) -> {
                    ImportReport report = prompts.importLines(projectId, file, lines);
                    imported.run();
                    return say("prompts.imported", report.imported());
                });
    }

    private static ImportDialog.Reading reading(PromptPreview preview) {
        ImportReport report = preview.report();
        Div content = new Div(new H3(summary(report)));
        if (!preview.first().isEmpty()) {
            UnorderedList first = new UnorderedList();
            first.addClassName("preview-lines");
            preview.first()
                    .forEach(prompt -> first.add(
                            new ListItem(new Span(prompt.conversation().preview(PREVIEW)))));
            content.add(first);
            int more = report.imported() - preview.first().size();
            if (more > 0) {
                content.add(dim(say("prompts.and-more", more)));
            }
        }
        if (!report.duplicates().isEmpty()) {
            content.add(dim(duplicates(report.duplicates())));
        }
        return new ImportDialog.Reading(
                content, report.imported() == 0 ? null : say("prompts.import-act", report.imported()));
    }

    private static String summary(ImportReport report) {
        return report.unchanged() == 0
                ? say("prompts.preview", report.file(), report.imported())
                : say("prompts.preview-unchanged", report.file(), report.imported(), report.unchanged());
    }

    private static String duplicates(List<ImportReport.Duplicate> duplicates) {
        List<String> named = new ArrayList<>();
        duplicates.stream()
                .limit(DUPLICATES)
                .forEach(each -> named.add(say("prompts.preview-repeat", each.line(), each.id(), each.sameAs())));
        String list = String.join("; ", named) + (duplicates.size() > DUPLICATES ? " …" : "");
        return say("prompts.preview-repeated", duplicates.size(), list);
    }

    private static Paragraph dim(String text) {
        Paragraph words = new Paragraph(text);
        words.addClassNames("dim", "small");
        return words;
    }
}
