package org.rlhfworkbench.lm.jinja;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code strftime} in English, as far as templates write dates. */
final class Calendar {

    private static final Pattern FIELD = Pattern.compile("%(-?)(.)?", Pattern.DOTALL);

    private Calendar() {}

    static String strftime(ZonedDateTime time, String format) {
        return FIELD.matcher(format)
                .replaceAll(field -> Matcher.quoteReplacement(value(time, field.group(1), field.group(2))));
    }

    private static String value(ZonedDateTime time, String unpadded, @Nullable String letter) {
        String pattern = switch (letter == null ? "" : letter) {
            case "Y" -> "yyyy";
            case "y" -> "yy";
            case "m" -> "MM";
            case "B" -> "MMMM";
            case "b", "h" -> "MMM";
            case "d" -> "dd";
            case "e" -> "ppd";
            case "A" -> "EEEE";
            case "a" -> "EEE";
            case "H" -> "HH";
            case "I" -> "hh";
            case "M" -> "mm";
            case "S" -> "ss";
            case "p" -> "a";
            case "j" -> "DDD";
            case "F" -> "yyyy-MM-dd";
            case "T" -> "HH:mm:ss";
            case "D" -> "MM/dd/yy";
            case "Z" -> "zzz";
            case "z" -> "xx";
            case "%" -> "'%'";
            default -> throw new TemplateException("strftime_now knows no %" + letter);
        };
        String written = DateTimeFormatter.ofPattern(pattern, Locale.US).format(time);
        return unpadded.isEmpty() ? written : written.replaceFirst("^0+(?=.)", "");
    }
}
