package org.rlhfworkbench.lm.tokenizer;

import java.io.Serial;
import java.nio.file.Path;

/** A chat template does not take a conversation, such as one that begins with the wrong speaker. */
public final class TemplateRefusal extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String reason;

    TemplateRefusal(Path file, String reason) {
        super(file + ": the chat template does not take the conversation: " + reason
                + "; change the conversation, or use a model whose template takes it");
        this.reason = reason;
    }

    /** What the template says, or what it failed on. */
    public String reason() {
        return reason;
    }
}
