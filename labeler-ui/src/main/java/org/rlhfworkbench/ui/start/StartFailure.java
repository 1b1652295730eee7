package org.rlhfworkbench.ui.start;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.PortInUseException;

/** Why the application does not start, in one line for the person at the terminal. */
public final class StartFailure extends RuntimeException {
    private static final int WRONG_USAGE = 2;
    private static final int FAILED = 1;

    private final int exitStatus;

    private StartFailure(int exitStatus, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitStatus = exitStatus;
    }

    static StartFailure usage(String message) {
        return new StartFailure(WRONG_USAGE, message, null);
    }

    static StartFailure failed(String message) {
        return new StartFailure(FAILED, message, null);
    }

    static StartFailure portInUse(int port) {
        return failed("Port " + port + " is in use. Stop what listens there, or choose another one: "
                + "./workbench start --port " + (port + 1));
    }

    /** The innermost cause says what happened; the log keeps the rest. */
    public static StartFailure of(RuntimeException failure, Path home) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof PortInUseException)) {
            cause = cause.getCause();
        }
        if (cause instanceof PortInUseException busy) {
            return portInUse(busy.getPort());
        }
        String what = cause.getMessage() == null ? cause.getClass().getSimpleName() : firstLine(cause.getMessage());
        return new StartFailure(
                FAILED,
                "The workbench did not start: " + what + " (more in " + home.resolve("log/workbench.log") + ")",
                failure);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse(text);
    }

    public int exitStatus() {
        return exitStatus;
    }
}
