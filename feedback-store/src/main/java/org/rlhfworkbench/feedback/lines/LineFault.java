package org.rlhfworkbench.feedback.lines;

import java.util.List;
import org.rlhfworkbench.feedback.BadLine;

/** Stops the reading of one line; {@link JsonLines} turns it into a {@link BadLine} and goes on with the next. */
public final class LineFault extends RuntimeException {

    private final BadLine.Fault fault;
    private final transient List<String> details;

    public LineFault(BadLine.Fault fault, String... details) {
        super(fault.sentence(), null, false, false);
        this.fault = fault;
        this.details = List.of(details);
    }

    BadLine at(String file, long line) {
        return new BadLine(file, line, fault, details);
    }
}
