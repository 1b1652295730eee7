package org.rlhfworkbench.lm.command;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.run.Progress;

/** Progress for people: on a terminal one line that is written over, elsewhere the last line of each stage. */
final class TextDisplay implements Progress.Sink {

    private static final long INTERVAL_NANOS = 100_000_000L;
    private static final int WIDTH = 100;

    private final PrintWriter err;
    private final boolean terminal;
    private long shown = System.nanoTime() - INTERVAL_NANOS;
    private Progress.@Nullable Update latest;

    TextDisplay(PrintWriter err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    @Override
    public void update(Progress.Update update) {
        if (latest != null && !latest.stage().equals(update.stage())) {
            finish();
        }
        latest = update;
        if (terminal && System.nanoTime() - shown >= INTERVAL_NANOS) {
            err.print("\r\033[K" + line(update));
            err.flush();
            shown = System.nanoTime();
        }
    }

    @Override
    public void say(String line) {
        finish();
        err.println(line);
        err.flush();
    }

    @Override
    public void finish() {
        if (latest != null && latest.step() > 0) {
            err.println((terminal ? "\r\033[K" : "") + line(latest));
            err.flush();
        } else if (latest != null && terminal) {
            err.print("\r\033[K");
            err.flush();
        }
        latest = null;
    }

    static String line(Progress.Update update) {
        StringBuilder line = new StringBuilder(update.stage()).append("  ").append(update.step());
        if (update.steps() > 0) {
            line.append('/').append(update.steps());
        }
        for (Map.Entry<String, ? extends Number> metric : update.metrics().entrySet()) {
            String next = "  " + metric.getKey() + " " + number(metric.getValue());
            if (line.length() + next.length() > WIDTH - 35) {
                break;
            }
            line.append(next);
        }
        if (update.rate() > 0) {
            line.append("  ").append(rate(update.rate())).append(' ').append(update.rateUnit());
        }
        if (update.secondsLeft() != null && update.step() < update.steps()) {
            line.append("  ").append(duration(update.secondsLeft())).append(" left");
        }
        return line.toString();
    }

    private static String number(Number value) {
        double number = value.doubleValue();
        if (number == Math.rint(number) && Math.abs(number) < 1e9) {
            return String.format(Locale.ROOT, "%.0f", number);
        }
        return Math.abs(number) >= 0.001 && Math.abs(number) < 1e6
                ? String.format(Locale.ROOT, "%.4g", number)
                : String.format(Locale.ROOT, "%.2e", number);
    }

    private static String rate(double rate) {
        return String.format(Locale.ROOT, rate >= 10 ? "%,.0f" : "%.2f", rate);
    }

    static String duration(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        return whole < 3600
                ? whole / 60 + " min " + whole % 60 + " s"
                : whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }
}
