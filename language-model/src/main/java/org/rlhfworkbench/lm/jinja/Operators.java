package org.rlhfworkbench.lm.jinja;

import java.util.ArrayList;
import java.util.List;
import org.rlhfworkbench.lm.jinja.Value.Real;
import org.rlhfworkbench.lm.jinja.Value.Sequence;
import org.rlhfworkbench.lm.jinja.Value.Undefined;
import org.rlhfworkbench.lm.jinja.Value.Whole;

/** {@code + - * / // % **} on numbers, texts and lists. */
final class Operators {

    private Operators() {}

    static Value apply(Value left, String operator, Value right, Rendering rendering) {
        if (left instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (right instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (operator.equals("%") && left instanceof Text pattern) {
            return Formatting.percent(pattern, right, rendering);
        }
        if (operator.equals("+") && left instanceof Text text && right instanceof Text other) {
            return rendering.spend(text.plus(other));
        }
        if (operator.equals("+")
                && left instanceof Sequence some
                && right instanceof Sequence others
                && some.kind() == others.kind()) {
            List<Value> items = new ArrayList<>(some.items());
            items.addAll(others.items());
            rendering.spend(items.size());
            return new Sequence(some.kind(), items);
        }
        if (operator.equals("*") && (left instanceof Text || left instanceof Sequence)) {
            return repeat(left, Python.whole(right), rendering);
        }
        if (operator.equals("*") && (right instanceof Text || right instanceof Sequence)) {
            return repeat(right, Python.whole(left), rendering);
        }
        if (Comparing.number(left) == null || Comparing.number(right) == null) {
            throw new TemplateException("unsupported operand type(s) for " + operator + ": '" + Python.typeName(left)
                    + "' and '" + Python.typeName(right) + "'");
        }
        return left instanceof Real || right instanceof Real || operator.equals("/")
                ? real(Comparing.asDouble(left), operator, Comparing.asDouble(right))
                : whole(Python.whole(left), operator, Python.whole(right));
    }

    private static Value repeat(Value what, long times, Rendering rendering) {
        int count = (int) Math.clamp(times, 0, Integer.MAX_VALUE);
        long length = what instanceof Text text
                ? text.length()
                : ((Sequence) what).items().size();
        rendering.spend(count * (1 + length));
        if (what instanceof Text text) {
            Text.Builder builder = new Text.Builder();
            for (int i = 0; i < count; i++) {
                builder.append(text);
            }
            return builder.build();
        }
        Sequence sequence = (Sequence) what;
        List<Value> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.addAll(sequence.items());
        }
        return new Sequence(sequence.kind(), items);
    }

    private static Value whole(long left, String operator, long right) {
        try {
            return switch (operator) {
                case "+" -> new Whole(Math.addExact(left, right));
                case "-" -> new Whole(Math.subtractExact(left, right));
                case "*" -> new Whole(Math.multiplyExact(left, right));
                case "//" -> new Whole(Math.floorDiv(left, right));
                case "%" -> new Whole(Math.floorMod(left, right));
                default -> right < 0 ? new Real(Math.pow(left, right)) : new Whole(power(left, right));
            };
        } catch (ArithmeticException e) {
            throw right == 0 && !operator.equals("+") && !operator.equals("-")
                    ? new TemplateException("division by zero")
                    : new TemplateException("a number is too large");
        }
    }

    private static long power(long base, long exponent) {
        long result = 1;
        for (long i = 0; i < exponent && !(result == 0 || base == 1); i++) {
            if (base == -1) {
                return exponent % 2 == 0 ? 1 : -1;
            }
            result = Math.multiplyExact(result, base);
        }
        return result;
    }

    private static Value real(double left, String operator, double right) {
        if (right == 0 && (operator.startsWith("/") || operator.equals("%"))) {
            throw new TemplateException("division by zero");
        }
        return new Real(
                switch (operator) {
                    case "+" -> left + right;
                    case "-" -> left - right;
                    case "*" -> left * right;
                    case "/" -> left / right;
                    case "//" -> Math.floor(left / right);
                    case "%" -> left - Math.floor(left / right) * right;
                    default -> Math.pow(left, right);
                });
    }
}
