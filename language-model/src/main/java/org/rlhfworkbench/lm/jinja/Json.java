package org.rlhfworkbench.lm.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.jinja.Value.Bool;
import org.rlhfworkbench.lm.jinja.Value.Mapping;
import org.rlhfworkbench.lm.jinja.Value.None;
import org.rlhfworkbench.lm.jinja.Value.Real;
import org.rlhfworkbench.lm.jinja.Value.Sequence;
import org.rlhfworkbench.lm.jinja.Value.Whole;

/** {@code tojson} as Transformers defines it: Python's {@code json.dumps}, not escaped for HTML. */
final class Json {

    private final Text.Builder builder = new Text.Builder();
    private final Rendering rendering;
    private final boolean ascii;
    private final @Nullable Text indent;
    private final Text itemSeparator;
    private final Text keySeparator;
    private final boolean sorted;

    private Json(Arguments arguments, Rendering rendering) {
        this.rendering = rendering;
        this.ascii = arguments.flag(0, "ensure_ascii", false);
        Value width = arguments.get(1, "indent", None.NONE);
        this.indent = width == None.NONE
                ? null
                : width instanceof Text text ? text : (Text) Operators.apply(Text.written(" "), "*", width, rendering);
        Value separators = arguments.get(2, "separators", None.NONE);
        boolean given = separators instanceof Sequence;
        this.itemSeparator =
                given ? Python.text(Slicing.at(separators, 0, rendering)) : Text.written(indent == null ? ", " : ",");
        this.keySeparator = given ? Python.text(Slicing.at(separators, 1, rendering)) : Text.written(": ");
        this.sorted = arguments.flag(3, "sort_keys", false);
    }

    static Value filter(Value value, Arguments arguments, Rendering rendering) {
        Json json = new Json(arguments, rendering);
        json.write(value, 0);
        return rendering.spend(json.builder.build());
    }

    private void write(Value value, int depth) {
        rendering.enter();
        switch (value) {
            case None none -> builder.append("null");
            case Bool bool -> builder.append(bool.value() ? "true" : "false");
            case Whole whole -> builder.append(Long.toString(whole.value()));
            case Real real -> builder.append(number(real.value()));
            case Text text -> quoted(text);
            case Sequence sequence when sequence.kind() != Sequence.Kind.GENERATOR -> array(sequence.items(), depth);
            case Mapping mapping -> object(mapping, depth);
            default ->
                throw new TemplateException("Object of type " + Python.typeName(value) + " is not JSON serializable");
        }
        rendering.leave();
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        return Double.isInfinite(value) ? value > 0 ? "Infinity" : "-Infinity" : Numbers.written(value);
    }

    private void array(List<Value> items, int depth) {
        builder.append("[");
        for (int i = 0; i < items.size(); i++) {
            begin(i, depth);
            write(items.get(i), depth + 1);
        }
        end("]", items.isEmpty(), depth);
    }

    private void object(Mapping mapping, int depth) {
        List<Map.Entry<Value, Value>> entries =
                new ArrayList<>(mapping.entries().entrySet());
        if (sorted) {
            entries.sort((left, right) -> Comparing.order(left.getKey(), right.getKey(), "<", rendering));
        }
        builder.append("{");
        for (int i = 0; i < entries.size(); i++) {
            begin(i, depth);
            Value key = entries.get(i).getKey();
            if (key instanceof Text text) {
                quoted(text);
            } else {
                builder.append("\"");
                write(key, depth);
                builder.append("\"");
            }
            builder.append(keySeparator);
            write(entries.get(i).getValue(), depth + 1);
        }
        end("}", entries.isEmpty(), depth);
    }

    private void begin(int place, int depth) {
        builder.append(place == 0 ? Text.EMPTY : itemSeparator);
        newLine(depth + 1);
    }

    private void end(String bracket, boolean empty, int depth) {
        if (!empty) {
            newLine(depth);
        }
        builder.append(bracket);
    }

    private void newLine(int depth) {
        if (indent != null) {
            rendering.spend(1L + (long) depth * indent.length());
            builder.append("\n");
            for (int i = 0; i < depth; i++) {
                builder.append(indent);
            }
        }
    }

    private void quoted(Text text) {
        rendering.spend(text.length());
        builder.append("\"").append(text.mapCodePoints(this::escaped)).append("\"");
    }

    private String escaped(int codePoint) {
        return switch (codePoint) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            default -> {
                if (codePoint >= ' ' && (codePoint < 127 || !ascii)) {
                    yield Character.toString(codePoint);
                }
                StringBuilder units = new StringBuilder();
                for (char unit : Character.toChars(codePoint)) {
                    units.append("\\u%04x".formatted((int) unit));
                }
                yield units.toString();
            }
        };
    }
}
