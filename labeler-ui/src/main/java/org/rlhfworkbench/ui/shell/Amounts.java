package org.rlhfworkbench.ui.shell;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.UI;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;

/** Numbers and times as people read them, in the reader's language. */
public final class Amounts {
    private static final int MINUTE = 60;
    private static final int HOUR = 60 * MINUTE;
    private static final int DAY = 24 * HOUR;

    private Amounts() {}

    /** @param pattern as {@link DecimalFormat} reads it, such as {@code 0.00} or {@code +0.00;−0.00} */
    public static String number(double value, String pattern) {
        String text = new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(locale())).format(value);
        boolean zero = text.chars().noneMatch(c -> c >= '1' && c <= '9');
        return zero && value < 0 ? number(0, pattern) : text;
    }

    /** {@code 74 %}. */
    public static String percent(double share) {
        return number(share * 100, "0") + "\u202f%";
    }

    /** How long something will take or took, in one unit. */
    public static String duration(double seconds) {
        long rounded = Math.max(0, Math.round(seconds));
        if (rounded < 100) {
            return say("time.seconds", rounded);
        }
        if (rounded < 100 * MINUTE) {
            return say("time.minutes", Math.round(rounded / (double) MINUTE));
        }
        return say("time.hours", Math.round(rounded / (double) HOUR));
    }

    /** How long ago something was; the date when it is more than a few days. */
    public static String ago(Instant then) {
        long seconds = Math.max(0, Duration.between(then, Instant.now()).toSeconds());
        if (seconds < MINUTE) {
            return say("time.just-now");
        }
        if (seconds < 2 * DAY) {
            return say("time.ago", duration(seconds));
        }
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                .withLocale(locale())
                .withZone(ZoneId.systemDefault())
                .format(then);
    }

    private static Locale locale() {
        UI ui = UI.getCurrent();
        return ui == null ? Locale.ENGLISH : ui.getLocale();
    }
}
