package org.rlhfworkbench.lm.jinja;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.jinja.Value.Mapping;
import org.rlhfworkbench.lm.jinja.Value.Sequence;

/** Python's {@code %} formatting: {@code %s %r %d %i %f %e %g %x %X %o %c %%}, with widths and {@code %(name)s}. */
final class Formatting {

    private static final Pattern FIELD = Pattern.compile(
            "%(?:\\((?<name>[^)]*)\\))?(?<flags>[-+ 0#]*)(?<width>\\d{1,4})?(?:\\.(?<precision>\\d{1,3}))?(?<type>.)?",
            Pattern.DOTALL);

    private Formatting() {}

    static Text percent(Text pattern, Value values, Rendering rendering) {
        List<Value> list = values instanceof Sequence sequence && sequence.kind() == Sequence.Kind.TUPLE
                ? sequence.items()
                : List.of(values);
        Text.Builder builder = new Text.Builder();
        Matcher field = FIELD.matcher(pattern.toString());
        int end = 0;
        int used = 0;
        while (field.find()) {
            builder.append(pattern, end, field.start());
            end = field.end();
            if ("%".equals(field.group("type"))) {
                builder.append("%");
            } else if (field.group("name") != null && values instanceof Mapping mapping) {
                Value value = mapping.entries().get(Text.written(field.group("name")));
                if (value == null) {
                    throw new TemplateException("the format names '" + field.group("name") + "', which is not given");
                }
                builder.append(formatted(field, value, rendering));
            } else if (used < list.size()) {
                builder.append(formatted(field, list.get(used++), rendering));
            } else {
                throw new TemplateException("not enough arguments for format string");
            }
        }
        if (used < list.size() && !(values instanceof Mapping)) {
            throw new TemplateException("not all arguments converted during string formatting");
        }
        return rendering.spend(builder.append(pattern, end, pattern.length()).build());
    }

    private static Text formatted(Matcher field, Value value, Rendering rendering) {
        String type = field.group("type") == null ? "" : field.group("type");
        String precision = field.group("precision");
        Text text = switch (type) {
            case "s" -> cut(Writing.str(value, rendering), precision);
            case "r" -> cut(Writing.repr(value, rendering), precision);
            case "c" -> value instanceof Text one ? one : Text.written(Character.toString((int) Python.whole(value)));
            case "d", "i", "u" -> number(field, "%d", (long) Comparing.asDouble(value));
            case "x", "X", "o" -> number(field, "%" + type, Python.whole(value));
            case "f", "F", "e", "E" -> fraction(field, type, precision, Comparing.asDouble(value));
            case "g" ->
                number(field, "%s", Numbers.written(Comparing.asDouble(value)).replaceAll("\\.0$", ""));
            default -> throw new TemplateException("unsupported format character '" + type + "'");
        };
        return padded(field, text);
    }

    private static Text cut(Text text, @Nullable String precision) {
        return precision == null ? text : Slicing.prefix(text, Integer.parseInt(precision));
    }

    /** Python rounds what the digits exactly are, and a tie to the even digit; Java's formatter rounds it up. */
    private static Text fraction(Matcher field, String type, @Nullable String precision, double value) {
        int digits = precision == null ? 6 : Integer.parseInt(precision);
        String format = "%." + digits + type.toLowerCase(Locale.ROOT);
        return Double.isFinite(value) && type.equalsIgnoreCase("f")
                ? number(field, format, new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN))
                : number(field, format, value);
    }

    private static Text number(Matcher field, String format, Object number) {
        String digits = String.format(Locale.ROOT, format, number);
        boolean negative = digits.startsWith("-");
        if (!negative && field.group("flags").contains("+")) {
            return Text.written("+" + digits);
        }
        return Text.written(!negative && field.group("flags").contains(" ") ? " " + digits : digits);
    }

    private static Text padded(Matcher field, Text text) {
        int width = field.group("width") == null ? 0 : Integer.parseInt(field.group("width"));
        int missing = width - (int) Python.length(text);
        if (missing <= 0) {
            return text;
        }
        String flags = field.group("flags");
        if (flags.contains("-")) {
            return text.plus(Text.written(" ".repeat(missing)));
        }
        boolean zeros = flags.contains("0") && !"srcg".contains(field.group("type"));
        if (!zeros) {
            return Text.written(" ".repeat(missing)).plus(text);
        }
        int sign = text.isEmpty() || Character.isDigit(text.toString().charAt(0)) ? 0 : 1;
        return text.substring(0, sign).plus(Text.written("0".repeat(missing))).plus(text.substring(sign));
    }
}
