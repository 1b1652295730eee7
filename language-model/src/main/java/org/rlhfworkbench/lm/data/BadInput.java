package org.rlhfworkbench.lm.data;

import java.io.Serial;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.rlhfworkbench.lm.tokenizer.TemplateRefusal;

/** A file that cannot be used as it is: which, on which line, what is wrong, and what to do. */
public final class BadInput extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Path file;
    private final long line;

    /**
     * A whole file's or a line's fault.
     *
     * @param line counted from 1; 0 for the file as a whole
     * @param reason what is wrong, a clause
     * @param remedy what to do, a sentence without its full stop
     */
    public BadInput(Path file, long line, String reason, String remedy) {
        super(file + (line > 0 ? ", line " + line : "") + ": " + reason + ". " + remedy + ".");
        this.file = file;
        this.line = line;
    }

    /**
     * What is made of a line's conversation.
     *
     * @param id of the line
     * @throws BadInput naming the line, if the model's chat template does not take its conversation
     */
    public static <T> T naming(Path file, String id, Supplier<T> rendering) {
        try {
            return rendering.get();
        } catch (TemplateRefusal e) {
            throw new BadInput(
                    file,
                    0,
                    "the model's chat template does not take the conversation \"" + id + "\": " + e.reason(),
                    "Change the conversation, or remove the line");
        }
    }

    public Path file() {
        return file;
    }

    /** Counted from 1; 0 for the file as a whole. */
    public long line() {
        return line;
    }
}
