package org.rlhfworkbench.feedback;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the store refuses. The message names the thing, the place and the way out. */
public abstract sealed class FeedbackException extends RuntimeException {
    private final Refusal refusal;
    private final transient Object[] details;

    FeedbackException(@Nullable Throwable cause, Refusal refusal, Object... details) {
        super(refusal.sentence(details), cause);
        this.refusal = refusal;
        this.details = details.clone();
    }

    /** Which of the refusals it is, for whoever says it in another language. */
    public Refusal refusal() {
        return refusal;
    }

    /** What goes into the refusal's {@code {0}}, {@code {1}} …: texts and numbers. */
    public Object[] details() {
        return details.clone();
    }

    /** There is no such thing, or no longer. */
    public static final class NotFound extends FeedbackException {
        private final String thing;

        /** The thing is a kind, such as {@code campaign}, the key its id or name. */
        public NotFound(String thing, Object key) {
            super(null, Refusal.NOT_FOUND, thing, key.toString());
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
            super(null, Refusal.ALREADY_EXISTS, thing, key);
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

        public Invalid(String field, Refusal refusal, Object... details) {
            super(null, refusal, details);
            this.field = field;
        }

        public String field() {
            return field;
        }
    }

    /** A thing is not in a state that allows this, such as opening a campaign without items. */
    public static final class WrongState extends FeedbackException {
        public WrongState(Refusal refusal, Object... details) {
            super(null, refusal, details);
        }
    }

    /** A file was not imported, and nothing of it is in the store. Every bad line is listed. */
    public static final class ImportRejected extends FeedbackException {
        private final String file;
        private final transient List<BadLine> badLines;

        public ImportRejected(String file, List<BadLine> badLines) {
            super(
                    null,
                    Refusal.IMPORT_REJECTED,
                    file,
                    badLines.size(),
                    badLines.getFirst().toString());
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
            super(null, Refusal.DRAFT_CHANGED);
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
            super(cause, Refusal.DATABASE_IN_USE, folder);
            this.folder = folder;
        }

        public String folder() {
            return folder;
        }
    }

    /** The database cannot be opened or its folder cannot be written. */
    public static final class DatabaseUnavailable extends FeedbackException {
        public DatabaseUnavailable(String place, String reason, Throwable cause) {
            super(cause, Refusal.DATABASE_UNAVAILABLE, place, reason);
        }
    }

    /** A file could not be read or written, or holds what nobody can use. */
    public static final class FileTrouble extends FeedbackException {
        public FileTrouble(@Nullable Throwable cause, Refusal refusal, Object... details) {
            super(cause, refusal, details);
        }
    }
}
