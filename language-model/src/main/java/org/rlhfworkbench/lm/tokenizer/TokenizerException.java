package org.rlhfworkbench.lm.tokenizer;

import java.io.Serial;
import java.nio.file.Path;

/** A tokenizer or chat template that cannot be used; the message names the file and the way out. */
public final class TokenizerException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    TokenizerException(Path file, String reason, String remedy) {
        super(file + ": " + reason + "; " + remedy);
    }
}
