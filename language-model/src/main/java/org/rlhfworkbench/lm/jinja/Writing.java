package org.rlhfworkbench.lm.jinja;

import java.util.Map;
import org.rlhfworkbench.lm.jinja.Value.Bool;
import org.rlhfworkbench.lm.jinja.Value.Mapping;
import org.rlhfworkbench.lm.jinja.Value.None;
import org.rlhfworkbench.lm.jinja.Value.Real;
import org.rlhfworkbench.lm.jinja.Value.Sequence;
import org.rlhfworkbench.lm.jinja.Value.Undefined;
import org.rlhfworkbench.lm.jinja.Value.Whole;

/** Values as Python's {@code str} and {@code repr} write them. */
final class Writing {

    private Writing() {}

    static Text str(Value value, Rendering rendering) {
        return switch (value) {
            case Text text -> text;
            case Undefined undefined -> Text.EMPTY;
            default -> repr(value, rendering);
        };
    }

    static Text repr(Value value, Rendering rendering) {
        Text.Builder builder = new Text.Builder();
        append(builder, value, rendering);
        return rendering.spend(builder.build());
    }

    private static void append(Text.Builder builder, Value value, Rendering rendering) {
        rendering.enter();
        switch (value) {
            case Text text -> builder.append(quoted(text));
            case Undefined undefined -> builder.append("Undefined");
            case None none -> builder.append("None");
            case Bool bool -> builder.append(bool.value() ? "True" : "False");
            case Whole whole -> builder.append(Long.toString(whole.value()));
            case Real real -> builder.append(Numbers.written(real.value()));
            case Sequence sequence -> sequence(builder, sequence, rendering);
            case Mapping mapping -> mapping(builder, mapping, rendering);
            case Namespace namespace -> builder.append("<Namespace>");
            case Loop loop -> builder.append("<LoopContext " + loop.index() + "/" + loop.length() + ">");
            case Callable callable -> builder.append("<function " + callable.name() + ">");
        }
        rendering.leave();
    }

    private static void sequence(Text.Builder builder, Sequence sequence, Rendering rendering) {
        if (sequence.kind() == Sequence.Kind.GENERATOR) {
            throw new TemplateException("a generator is written; turn it into a list with '| list'");
        }
        boolean list = sequence.kind() == Sequence.Kind.LIST;
        builder.append(list ? "[" : "(");
        String separator = "";
        for (Value item : sequence.items()) {
            builder.append(separator);
            append(builder, item, rendering);
            separator = ", ";
        }
        builder.append(list ? "]" : sequence.items().size() == 1 ? ",)" : ")");
    }

    private static void mapping(Text.Builder builder, Mapping mapping, Rendering rendering) {
        builder.append("{");
        String separator = "";
        for (Map.Entry<Value, Value> entry : mapping.entries().entrySet()) {
            builder.append(separator);
            append(builder, entry.getKey(), rendering);
            builder.append(": ");
            append(builder, entry.getValue(), rendering);
            separator = ", ";
        }
        builder.append("}");
    }

    private static Text quoted(Text text) {
        String chars = text.toString();
        String quote = chars.indexOf('\'') >= 0 && chars.indexOf('"') < 0 ? "\"" : "'";
        Text escaped = text.mapCodePoints(codePoint -> escaped(codePoint, quote.charAt(0)));
        return new Text.Builder().append(quote).append(escaped).append(quote).build();
    }

    private static String escaped(int codePoint, char quote) {
        return switch (codePoint) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '\\' -> "\\\\";
            default -> {
                if (codePoint == quote) {
                    yield "\\" + quote;
                }
                if (isPrintable(codePoint)) {
                    yield Character.toString(codePoint);
                }
                String form = codePoint < 0x100 ? "\\x%02x" : codePoint < 0x10000 ? "\\u%04x" : "\\U%08x";
                yield form.formatted(codePoint);
            }
        };
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> codePoint == ' ';
            default -> true;
        };
    }
}
