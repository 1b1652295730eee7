package org.rlhfworkbench.lm.jinja;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.rlhfworkbench.lm.jinja.Filters.Filter;
import org.rlhfworkbench.lm.jinja.Value.None;
import org.rlhfworkbench.lm.jinja.Value.Sequence;

/** Filters that make texts. Like Jinja's they take any value for the text it is written as. */
final class TextFilters {

    private static final Text ELLIPSIS = Text.written("...");

    private TextFilters() {}

    static Map<String, Filter> all() {
        return Map.ofEntries(
                Map.entry("string", (value, arguments, rendering) -> Writing.str(value, rendering)),
                Map.entry("safe", (value, arguments, rendering) -> Writing.str(value, rendering)),
                Map.entry("trim", TextFilters::trim),
                Map.entry("upper", (value, arguments, rendering) -> Letters.upper(Writing.str(value, rendering))),
                Map.entry("lower", (value, arguments, rendering) -> Letters.lower(Writing.str(value, rendering))),
                Map.entry(
                        "capitalize",
                        (value, arguments, rendering) -> Letters.capitalize(Writing.str(value, rendering))),
                Map.entry("title", (value, arguments, rendering) -> Letters.words(Writing.str(value, rendering))),
                Map.entry("replace", TextFilters::replace),
                Map.entry("join", TextFilters::join),
                Map.entry("indent", TextFilters::indent),
                Map.entry("center", TextFilters::center),
                Map.entry("truncate", TextFilters::truncate),
                Map.entry("format", TextFilters::format),
                Map.entry("wordcount", TextFilters::wordCount),
                Map.entry("escape", TextFilters::escape),
                Map.entry("e", TextFilters::escape),
                Map.entry("urlencode", TextFilters::urlEncode),
                Map.entry("tojson", Json::filter));
    }

    private static Value trim(Value value, Arguments arguments, Rendering rendering) {
        Value characters = arguments.get(0, "chars", None.NONE);
        return Trimming.strip(
                Writing.str(value, rendering), characters == None.NONE ? null : Python.text(characters), true, true);
    }

    private static Value replace(Value value, Arguments arguments, Rendering rendering) {
        Value count = arguments.get(2, "count", None.NONE);
        return TextMethods.replace(
                Writing.str(value, rendering),
                Writing.str(arguments.get(0, "old"), rendering),
                Writing.str(arguments.get(1, "new"), rendering),
                count == None.NONE ? -1 : Python.whole(count),
                rendering);
    }

    private static Value join(Value value, Arguments arguments, Rendering rendering) {
        Value attribute = arguments.get(1, "attribute", None.NONE);
        List<Text> parts = new ArrayList<>();
        for (Value item : Python.items(value, rendering)) {
            Value part = attribute == None.NONE ? item : Path.of(attribute).of(item, rendering);
            parts.add(Writing.str(part, rendering));
        }
        return TextMethods.join(Writing.str(arguments.get(0, "d", Text.EMPTY), rendering), parts, rendering);
    }

    private static Value indent(Value value, Arguments arguments, Rendering rendering) {
        Value width = arguments.get(0, "width", Value.of(4));
        Text by = width instanceof Text text ? text : (Text) Operators.apply(Text.written(" "), "*", width, rendering);
        boolean first = arguments.flag(1, "first", false);
        boolean blank = arguments.flag(2, "blank", false);
        List<Value> lines =
                Python.items(Splitting.lines(Python.text(value).plus(Text.written("\n")), false, rendering), rendering);
        Text.Builder builder = new Text.Builder();
        for (int i = 0; i < lines.size(); i++) {
            Text line = (Text) lines.get(i);
            builder.append(i == 0 ? "" : "\n");
            if (i == 0 ? first : blank || !line.isEmpty()) {
                builder.append(rendering.spend(by));
            }
            builder.append(line);
        }
        return rendering.spend(builder.build());
    }

    private static Value center(Value value, Arguments arguments, Rendering rendering) {
        Text text = Writing.str(value, rendering);
        long missing = arguments.whole(0, "width", 80) - Python.length(text);
        if (missing <= 0) {
            return text;
        }
        rendering.spend(missing);
        long width = arguments.whole(0, "width", 80);
        int left = (int) (missing / 2 + (missing & width & 1));
        return Text.written(" ".repeat(left)).plus(text).plus(Text.written(" ".repeat((int) missing - left)));
    }

    private static Value truncate(Value value, Arguments arguments, Rendering rendering) {
        Text text = Python.text(value);
        long length = arguments.whole(0, "length", 255);
        Text end = arguments.text(2, "end", ELLIPSIS);
        long leeway = arguments.whole(3, "leeway", 5);
        if (Python.length(text) <= length + leeway) {
            return text;
        }
        Text cut = Slicing.prefix(text, Math.max(0, length - Python.length(end)));
        int space = cut.toString().lastIndexOf(' ');
        boolean whole = !arguments.flag(1, "killwords", false) && space >= 0;
        return rendering.spend((whole ? cut.substring(0, space) : cut).plus(end));
    }

    private static Value format(Value value, Arguments arguments, Rendering rendering) {
        Value values = arguments.named().isEmpty()
                ? new Sequence(Sequence.Kind.TUPLE, arguments.positional())
                : Value.mapping(arguments.named());
        return Formatting.percent(Writing.str(value, rendering), values, rendering);
    }

    private static Value wordCount(Value value, Arguments arguments, Rendering rendering) {
        String text = Writing.str(value, rendering).toString();
        rendering.spend(text.length());
        return Value.of(Arrays.stream(text.split("[^\\p{L}\\p{N}_]+"))
                .filter(word -> !word.isEmpty())
                .count());
    }

    private static Value escape(Value value, Arguments arguments, Rendering rendering) {
        return rendering.spend(Writing.str(value, rendering).mapCodePoints(codePoint -> switch (codePoint) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&#34;";
            case '\'' -> "&#39;";
            default -> Character.toString(codePoint);
        }));
    }

    private static Value urlEncode(Value value, Arguments arguments, Rendering rendering) {
        return rendering.spend(Writing.str(value, rendering).mapCodePoints(codePoint -> {
            if (codePoint < 128 && (Character.isLetterOrDigit(codePoint) || "_.-~/".indexOf(codePoint) >= 0)) {
                return Character.toString(codePoint);
            }
            StringBuilder encoded = new StringBuilder();
            for (byte b : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
                encoded.append("%%%02X".formatted(b & 0xFF));
            }
            return encoded.toString();
        }));
    }
}
