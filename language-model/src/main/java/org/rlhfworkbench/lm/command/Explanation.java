package org.rlhfworkbench.lm.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.checkpoint.BadCheckpoint;
import org.rlhfworkbench.lm.data.BadInput;
import org.rlhfworkbench.lm.run.RunFailure;
import org.rlhfworkbench.lm.sampling.ContextOverflow;
import org.rlhfworkbench.lm.tokenizer.TemplateRefusal;
import org.rlhfworkbench.lm.tokenizer.TokenizerException;
import picocli.CommandLine.ParameterException;

/**
 * What went wrong, in one line for people.
 *
 * @param exitCode 2 for wrong usage or bad input, 1 for a failure
 */
record Explanation(String message, int exitCode) {

    private static final String PACKAGES = "org.rlhfworkbench.";

    static Explanation of(Throwable e) {
        return switch (e) {
            case BadInput bad -> input(bad);
            case BadCheckpoint bad -> input(bad);
            case TokenizerException bad -> input(bad);
            case TemplateRefusal bad -> input(bad);
            case ContextOverflow bad -> input(bad);
            case ParameterException bad -> input(bad);
            case RunFailure failure -> failure(String.valueOf(failure.getMessage()));
            case OutOfMemoryError error -> outOfMemory(error, "the Java heap");
            case UncheckedIOException io -> unreadable(io);
            case IOException io -> unreadable(io);
            case Throwable other when isNativeOutOfMemory(other) -> outOfMemory(other, "the memory for arrays");
            default ->
                failure("This is a defect of the program: " + saying(e) + place(e)
                        + ". The run's log.txt has the whole trace, if there is a run. Please report it.");
        };
    }

    private static Explanation input(RuntimeException e) {
        return new Explanation(oneLine(String.valueOf(e.getMessage())), CommandRunner.BAD_USAGE);
    }

    private static Explanation failure(String message) {
        return new Explanation(oneLine(message), CommandRunner.FAILED);
    }

    private static Explanation unreadable(Exception e) {
        return failure("A file could not be read or written: " + saying(e)
                + ". The disk or its permissions may be at fault. Check them and try again.");
    }

    private static Explanation outOfMemory(Throwable e, String which) {
        long megabytes = Runtime.getRuntime().maxMemory() >> 20;
        return failure("Out of memory in " + which + " (" + saying(e) + "; the Java heap may grow to " + megabytes
                + " MB). The batch or its sequences are too large for this machine."
                + " Lower --batch-size or --max-length, then try again.");
    }

    private static boolean isNativeOutOfMemory(Throwable e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("out of memory")
                || message.contains("can't allocate memory")
                || message.contains("not enough memory");
    }

    private static String saying(Throwable e) {
        String name = e.getClass().getSimpleName();
        @Nullable String message = e.getMessage();
        if (message == null) {
            return name;
        }
        String first = message.strip().lines().findFirst().orElse("");
        return name + ": " + (first.length() <= 200 ? first : first.substring(0, 199) + "…");
    }

    private static String place(Throwable e) {
        return Arrays.stream(e.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith(PACKAGES))
                .findFirst()
                .map(frame -> " (at " + frame.getFileName() + ":" + frame.getLineNumber() + ")")
                .orElse("");
    }

    private static String oneLine(String message) {
        return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
