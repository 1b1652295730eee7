package org.rlhfworkbench.lm.jinja;

import java.io.Serial;

/** A template that cannot be read, or that fails on or refuses what it is given. */
public final class TemplateException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int line;

    TemplateException(String message, int line) {
        super(message);
        this.line = line;
    }

    TemplateException(String message) {
        this(message, 0);
    }

    /** The line of the template, counted from 1; 0 if it is not known. */
    public int line() {
        return line;
    }

    TemplateException at(int knownLine) {
        return line > 0 ? this : new TemplateException(String.valueOf(getMessage()), knownLine);
    }
}
