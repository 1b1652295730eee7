package org.rlhfworkbench.lm.jinja;

import java.util.ArrayList;
import java.util.List;
import org.rlhfworkbench.lm.jinja.Value.Bool;
import org.rlhfworkbench.lm.jinja.Value.Mapping;
import org.rlhfworkbench.lm.jinja.Value.None;
import org.rlhfworkbench.lm.jinja.Value.Real;
import org.rlhfworkbench.lm.jinja.Value.Sequence;
import org.rlhfworkbench.lm.jinja.Value.Undefined;
import org.rlhfworkbench.lm.jinja.Value.Whole;

/** What Python takes values for: true or false, a number, something to go through. */
final class Python {

    private Python() {}

    /** Whether {@code str.strip} takes this character away. */
    static boolean isSpace(int codePoint) {
        return codePoint >= 9 && codePoint <= 13
                || codePoint >= 0x1C && codePoint <= 0x20
                || codePoint == 0x85
                || codePoint > 0x85 && Character.isSpaceChar(codePoint);
    }

    static boolean isTrue(Value value) {
        return switch (value) {
            case Undefined undefined -> false;
            case None none -> false;
            case Bool bool -> bool.value();
            case Whole whole -> whole.value() != 0;
            case Real real -> real.value() != 0;
            case Text text -> !text.isEmpty();
            case Sequence sequence ->
                sequence.kind() == Sequence.Kind.GENERATOR || !sequence.items().isEmpty();
            case Mapping mapping -> !mapping.entries().isEmpty();
            case Loop loop -> true;
            case Namespace namespace -> true;
            case Callable callable -> true;
        };
    }

    static String typeName(Value value) {
        return switch (value) {
            case Undefined undefined -> "Undefined";
            case None none -> "NoneType";
            case Bool bool -> "bool";
            case Whole whole -> "int";
            case Real real -> "float";
            case Text text -> "str";
            case Sequence sequence ->
                switch (sequence.kind()) {
                    case LIST -> "list";
                    case TUPLE -> "tuple";
                    case GENERATOR -> "generator";
                };
            case Mapping mapping -> "dict";
            case Namespace namespace -> "Namespace";
            case Loop loop -> "LoopContext";
            case Callable callable -> "function";
        };
    }

    static TemplateException wrongType(String wanted, Value value) {
        return value instanceof Undefined undefined
                ? undefined.error()
                : new TemplateException(wanted + " is needed, not '" + typeName(value) + "'");
    }

    /** A text where nothing else will do. */
    static Text text(Value value) {
        if (value instanceof Text text) {
            return text;
        }
        throw wrongType("a text", value);
    }

    static long whole(Value value) {
        return switch (value) {
            case Whole whole -> whole.value();
            case Bool bool -> bool.value() ? 1 : 0;
            default -> throw wrongType("an integer", value);
        };
    }

    /** An index or length that fits an array; what is larger is cut to what no array reaches. */
    static int index(long wanted) {
        return (int) Math.clamp(wanted, -Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /** What a loop goes through. */
    static List<Value> items(Value value, Rendering rendering) {
        List<Value> items = switch (value) {
            case Sequence sequence -> sequence.items();
            case Mapping mapping -> List.copyOf(mapping.entries().keySet());
            case Text text -> characters(text);
            case Undefined undefined -> List.of();
            default -> throw new TemplateException("'" + typeName(value) + "' object is not iterable");
        };
        rendering.spend(items.size());
        return items;
    }

    private static List<Value> characters(Text text) {
        List<Value> characters = new ArrayList<>();
        String chars = text.toString();
        for (int i = 0; i < chars.length(); ) {
            int end = i + Character.charCount(chars.codePointAt(i));
            characters.add(text.substring(i, end));
            i = end;
        }
        return characters;
    }

    /** How many code points, items or entries there are. */
    static long length(Value value) {
        return switch (value) {
            case Text text -> text.toString().codePointCount(0, text.length());
            case Sequence sequence
            when sequence.kind() != Sequence.Kind.GENERATOR -> sequence.items().size();
            case Mapping mapping -> mapping.entries().size();
            case Undefined undefined -> 0;
            case Loop loop -> loop.length();
            default -> throw new TemplateException("object of type '" + typeName(value) + "' has no len()");
        };
    }

    /** The key that a dictionary finds this value under: 1, 1.0 and true are the same one. */
    static Value key(Value value) {
        return switch (value) {
            case Bool bool -> new Whole(bool.value() ? 1 : 0);
            case Real real
            when real.value() == Math.rint(real.value()) && Math.abs(real.value()) < 1e15 ->
                new Whole((long) real.value());
            case Text text -> text;
            case Whole whole -> whole;
            case Real real -> real;
            case None none -> none;
            default -> throw new TemplateException("'" + typeName(value) + "' cannot be a key");
        };
    }
}
