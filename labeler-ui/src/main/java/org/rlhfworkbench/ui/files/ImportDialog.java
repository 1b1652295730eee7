package org.rlhfworkbench.ui.files;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.upload.Upload;
import com.vaadin.flow.server.streams.UploadHandler;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.FeedbackException;
import org.rlhfworkbench.feedback.FeedbackException.ImportRejected;
import org.rlhfworkbench.ui.shell.Notices;

/** Takes a file of JSON Lines: shows what it holds, and imports it when told to; or lists every line that is wrong. */
public final class ImportDialog extends Dialog {
    private static final int MAX_BYTES = 256 * 1024 * 1024;

    /** Reads a file and leaves the project as it is. */
    public interface Preview {
        /**
         * Says what an import would do.
         *
         * @throws ImportRejected with every bad line
         */
        Reading read(String file, InputStream lines);
    }

    /** Imports the file, and says so. */
    public interface Commit {
        String importLines(String file, InputStream lines);
    }

    /**
     * What a file holds.
     *
     * @param act what the button says; null when there is nothing to import
     */
    public record Reading(Component content, @Nullable String act) {}

    private final transient Preview preview;
    private final transient Commit commit;
    private final Div found = new Div();
    private final Upload upload = new Upload();
    private final Button act = new Button();
    private @Nullable Path file;
    private String fileName = "";

    /** The example is a line as the file should hold it. */
    public ImportDialog(String title, String lead, String example, Preview preview, Commit commit) {
        this.preview = preview;
        this.commit = commit;
        setHeaderTitle(title);
        setWidth("min(44rem, 100vw)");
        Paragraph words = new Paragraph(lead);
        words.addClassName("dim");
        Pre line = new Pre(example);
        line.addClassName("mono");
        upload.setMaxFiles(1);
        upload.setMaxFileSize(MAX_BYTES);
        upload.setAcceptedFileTypes(".jsonl", ".gz", ".json", ".ndjson");
        upload.setUploadButton(new Button(say("import.choose")));
        upload.setUploadHandler(UploadHandler.toTempFile((metadata, arrived) -> read(metadata.fileName(), arrived)));
        found.addClassName("import-found");
        add(new Div(words, line, upload, found));
        act.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        act.setVisible(false);
        act.addClickListener(pressed -> commit());
        getFooter().add(new Button(say("action.cancel"), pressed -> close()), act);
        addOpenedChangeListener(change -> {
            if (!change.isOpened()) {
                forget();
            }
        });
    }

    private void read(String name, File arrived) {
        forget();
        file = arrived.toPath();
        fileName = name;
        upload.clearFileList();
        found.removeAll();
        act.setVisible(false);
        try (InputStream lines = Files.newInputStream(arrived.toPath())) {
            Reading reading = preview.read(name, lines);
            found.add(reading.content());
            act.setVisible(reading.act() != null);
            act.setText(reading.act());
        } catch (ImportRejected rejected) {
            found.add(new BadLines(rejected));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void commit() {
        if (file == null) {
            return;
        }
        try (InputStream lines = Files.newInputStream(file)) {
            String done = commit.importLines(fileName, lines);
            close();
            Notices.done(done);
        } catch (ImportRejected rejected) {
            found.removeAll();
            found.add(new BadLines(rejected));
            act.setVisible(false);
        } catch (FeedbackException refused) {
            Notices.failed(refused);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void forget() {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException left) {
            file.toFile().deleteOnExit();
        }
        file = null;
    }
}
