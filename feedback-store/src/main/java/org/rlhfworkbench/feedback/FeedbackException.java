package org.rlhfworkbench.feedback;

import java.util.List;

/** What the store refuses. The message names the thing, the place and the way out. */
public abstract sealed class FeedbackException extends RuntimeException {

    FeedbackException(String message) {
        super(message);
    }

    FeedbackException(String message, Throwable cause) {
        super(message, cause);
    }

    /** There is no such thing, or no longer. */
    public static final class NotFound extends FeedbackException {
        private final String thing;

        /** The thing is a kind, such as {@code campaign}, the key its id or name. */
        public NotFound(String thing, Object key) {
            super("There is no " + thing + " " + key + "; it may have been deleted. Go back and choose another.");
            this.thing = thing;
        }

        public String thing() {
            return thing;
        }
    }

    /** A name or key is taken. */
    public static final class AlreadyExists extends FeedbackException {
        private final String thing;
        private final String key;

        public AlreadyExists(String thing, String key) {
            super("There is already a " + thing + " \"" + key + "\". Choose another name.");
            this.thing = thing;
            this.key = key;
        }

        public String thing() {
            return thing;
        }

        public String key() {
            return key;
        }
    }

    /** A value cannot be taken as it is. */
    public static final class Invalid extends FeedbackException {
        private final String field;

        /** The reason is a sentence that says what is wrong and what to do. */
        public Invalid(String field, String reason) {
            super(reason);
            this.field = field;
        }

        public String field() {
            return field;
        }
    }

    /** A thing is not in a state that allows this, such as opening a campaign without items. */
    public static final class WrongState extends FeedbackException {
        public WrongState(String reason) {
            super(reason);
        }
    }

    /** A file was not imported, and nothing of it is in the store. Every bad line is listed. */
    public static final class ImportRejected extends FeedbackException {
        private final String file;
        private final transient List<BadLine> badLines;

        public ImportRejected(String file, List<BadLine> badLines) {
            super(file + " was not imported: " + badLines.size()
                    + (badLines.size() == 1 ? " line needs" : " lines need") + " correction, the first is "
                    + badLines.getFirst() + ". Correct them and import the file again.");
            this.file = file;
            this.badLines = List.copyOf(badLines);
        }

        public String file() {
            return file;
        }

        public List<BadLine> badLines() {
            return badLines;
        }
    }

    /** A draft was saved from elsewhere in between (a second tab). What could not be saved is kept as set aside. */
    public static final class DraftConflict extends FeedbackException {
        private final long revision;
        private final String content;

        public DraftConflict(long revision, String content) {
            super(
                    "This draft was changed in another tab. What you typed here is kept; choose which one to go on with.");
            this.revision = revision;
            this.content = content;
        }

        /** The revision that is in the store now. */
        public long revision() {
            return revision;
        }

        /** The content that is in the store now. */
        public String content() {
            return content;
        }
    }

    /** Another process works on the database. */
    public static final class DatabaseInUse extends FeedbackException {
        private final String folder;

        public DatabaseInUse(String folder, Throwable cause) {
            super(
                    "Another process works on the database in " + folder
                            + ". Stop that one first (look for another \"workbench start\"), or start this one with another --home.",
                    cause);
            this.folder = folder;
        }

        public String folder() {
            return folder;
        }
    }

    /** The database cannot be opened or its folder cannot be written. */
    public static final class DatabaseUnavailable extends FeedbackException {
        public DatabaseUnavailable(String place, String reason, Throwable cause) {
            super("The database in " + place + " cannot be opened: " + reason, cause);
        }
    }

    /** A file could not be read or written. */
    public static final class FileTrouble extends FeedbackException {
        public FileTrouble(String file, String reason, Throwable cause) {
            super(file + ": " + reason, cause);
        }
    }
}
