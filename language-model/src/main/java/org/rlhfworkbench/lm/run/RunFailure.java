package org.rlhfworkbench.lm.run;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/** A run that cannot go on. The message says in plain words what happened, the likely cause, and the way out. */
public final class RunFailure extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * A failure in three sentences without their full stops.
     *
     * @param what what happened
     * @param cause the likely cause
     * @param remedy the way out
     */
    public RunFailure(String what, String cause, String remedy) {
        super(what + ". " + cause + ". " + remedy + ".");
    }

    private RunFailure(String message, IOException cause) {
        super(message, cause);
    }

    /** A file or folder that could not be written, with what the operating system said put into words. */
    public static RunFailure writing(Path path, IOException e) {
        String said = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        String reason;
        if (said.contains("no space left") || said.contains("quota") || said.contains("not enough space")) {
            reason = "the disk is full (" + freeMegabytes(path)
                    + " MB free). Free some space, for example with `workbench runs prune RUN`, then resume the run";
        } else if (said.contains("read-only")) {
            reason = "its disk is mounted read-only. Choose another folder with --out";
        } else if (e instanceof AccessDeniedException || said.contains("permission denied")) {
            reason = "this user may not write there. Change the folder's permissions or choose another with --out";
        } else if (e instanceof FileAlreadyExistsException || said.contains("not a directory")) {
            reason = "a file stands where a folder is needed. Choose another folder with --out";
        } else if (e instanceof NoSuchFileException) {
            reason = "its folder has gone. Do not move or delete a run's folder while it works";
        } else {
            reason = "the system says: " + e.getMessage() + ". Check the disk, then resume the run";
        }
        return new RunFailure("Cannot write " + path + ": " + reason + ".", e);
    }

    /** A file of a run that could not be read. */
    public static RunFailure reading(Path path, String reason) {
        return new RunFailure(
                "Cannot read " + path + ": " + reason, "The file was changed or damaged", "Restore it from a backup");
    }

    private static long freeMegabytes(Path path) {
        for (Path folder = path.toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder)) {
                return folder.toFile().getUsableSpace() >> 20;
            }
        }
        return 0;
    }
}
