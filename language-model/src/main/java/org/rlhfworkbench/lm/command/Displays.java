package org.rlhfworkbench.lm.command;

import java.io.Console;
import java.io.PrintWriter;
import org.rlhfworkbench.lm.run.Progress;

/** How progress is shown: JSON lines on request, a line that moves on a terminal, final lines alone in a pipe. */
final class Displays {

    private Displays() {}

    static Progress.Sink of(boolean json, PrintWriter out, PrintWriter err) {
        return json ? new JsonDisplay(out) : new TextDisplay(err, isTerminal());
    }

    /** Since JDK 22 a console may be there without a terminal; {@code isTerminal} is not in 21. */
    private static boolean isTerminal() {
        if (System.console() == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(System.console());
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
