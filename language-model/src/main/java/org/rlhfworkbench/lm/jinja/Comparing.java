package org.rlhfworkbench.lm.jinja;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.jinja.Value.Bool;
import org.rlhfworkbench.lm.jinja.Value.Mapping;
import org.rlhfworkbench.lm.jinja.Value.Real;
import org.rlhfworkbench.lm.jinja.Value.Sequence;
import org.rlhfworkbench.lm.jinja.Value.Undefined;
import org.rlhfworkbench.lm.jinja.Value.Whole;

/** Equality, order and containment as in Python. */
final class Comparing {

    /** So many characters are compared in about the time of a step. */
    private static final int CHARACTERS_A_STEP = 64;

    private Comparing() {}

    static boolean holds(Value left, String operator, Value right, Rendering rendering) {
        return switch (operator) {
            case "==" -> equal(left, right, rendering);
            case "!=" -> !equal(left, right, rendering);
            case "in" -> contains(right, left, rendering);
            case "not in" -> !contains(right, left, rendering);
            case "<" -> order(left, right, operator, rendering) < 0;
            case "<=" -> order(left, right, operator, rendering) <= 0;
            case ">" -> order(left, right, operator, rendering) > 0;
            default -> order(left, right, operator, rendering) >= 0;
        };
    }

    static boolean equal(Value left, Value right, Rendering rendering) {
        rendering.enter();
        boolean equal = deepEqual(left, right, rendering);
        rendering.leave();
        return equal;
    }

    private static boolean deepEqual(Value left, Value right, Rendering rendering) {
        if (left instanceof Text text && right instanceof Text other) {
            rendering.spend(Math.min(text.length(), other.length()) / CHARACTERS_A_STEP);
            return text.equals(other);
        }
        if (left instanceof Sequence some && right instanceof Sequence others) {
            if (some.kind() != others.kind()
                    || some.items().size() != others.items().size()) {
                return false;
            }
            for (int i = 0; i < some.items().size(); i++) {
                if (!equal(some.items().get(i), others.items().get(i), rendering)) {
                    return false;
                }
            }
            return true;
        }
        if (left instanceof Mapping some && right instanceof Mapping others) {
            return some.entries().size() == others.entries().size() && sameEntries(some, others, rendering);
        }
        if (left instanceof Undefined && right instanceof Undefined) {
            return true;
        }
        Double number = number(left);
        Double other = number(right);
        if (number != null && other != null) {
            return !number.isNaN() && numbers(left, right) == 0;
        }
        return number == null && other == null && left.equals(right);
    }

    private static boolean sameEntries(Mapping some, Mapping others, Rendering rendering) {
        for (Map.Entry<Value, Value> entry : some.entries().entrySet()) {
            Value other = others.entries().get(entry.getKey());
            if (other == null || !equal(entry.getValue(), other, rendering)) {
                return false;
            }
        }
        return true;
    }

    /** A number's value; null for anything else. */
    static @Nullable Double number(Value value) {
        return switch (value) {
            case Bool bool -> bool.value() ? 1.0 : 0.0;
            case Whole whole -> (double) whole.value();
            case Real real -> real.value();
            default -> null;
        };
    }

    private static int numbers(Value left, Value right) {
        return left instanceof Real || right instanceof Real
                ? Double.compare(asDouble(left) + 0.0, asDouble(right) + 0.0)
                : Long.compare(Python.whole(left), Python.whole(right));
    }

    static double asDouble(Value value) {
        Double number = number(value);
        if (number == null) {
            throw Python.wrongType("a number", value);
        }
        return number;
    }

    static int order(Value left, Value right, String operator, Rendering rendering) {
        rendering.spend(1);
        if (left instanceof Text text && right instanceof Text other) {
            rendering.spend(Math.min(text.length(), other.length()) / CHARACTERS_A_STEP);
            return codePointOrder(text.toString(), other.toString());
        }
        if (left instanceof Sequence some && right instanceof Sequence others && some.kind() == others.kind()) {
            rendering.enter();
            int order = order(some.items(), others.items(), operator, rendering);
            rendering.leave();
            return order;
        }
        if (number(left) != null && number(right) != null) {
            return numbers(left, right);
        }
        if (left instanceof Undefined undefined) {
            throw undefined.error();
        }
        throw new TemplateException("'" + operator + "' is not supported between '" + Python.typeName(left) + "' and '"
                + Python.typeName(right) + "'");
    }

    private static int order(List<Value> some, List<Value> others, String operator, Rendering rendering) {
        for (int i = 0; i < Math.min(some.size(), others.size()); i++) {
            if (!equal(some.get(i), others.get(i), rendering)) {
                return order(some.get(i), others.get(i), operator, rendering);
            }
        }
        return Integer.compare(some.size(), others.size());
    }

    private static int codePointOrder(String left, String right) {
        int[] some = left.codePoints().toArray();
        int[] others = right.codePoints().toArray();
        return Arrays.compare(some, others);
    }

    static boolean contains(Value container, Value sought, Rendering rendering) {
        return switch (container) {
            case Text text -> indexOf(text, Python.text(sought), 0, rendering) >= 0;
            case Mapping mapping -> mapping.entries().containsKey(Python.key(sought));
            default -> {
                for (Value item : Python.items(container, rendering)) {
                    if (equal(item, sought, rendering)) {
                        yield true;
                    }
                }
                yield false;
            }
        };
    }

    /** Where a text holds another, from a UTF-16 index on; -1 if nowhere. */
    static int indexOf(Text text, Text sought, int from, Rendering rendering) {
        long places = Math.max(0, text.length() - from) / CHARACTERS_A_STEP;
        rendering.spend(1 + places * (1 + sought.length() / 8));
        return text.toString().indexOf(sought.toString(), from);
    }
}
