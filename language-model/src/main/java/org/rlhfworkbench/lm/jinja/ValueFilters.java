package org.rlhfworkbench.lm.jinja;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import org.rlhfworkbench.lm.jinja.Filters.Filter;
import org.rlhfworkbench.lm.jinja.Value.Real;
import org.rlhfworkbench.lm.jinja.Value.Undefined;
import org.rlhfworkbench.lm.jinja.Value.Whole;

/** Filters on numbers and on anything. */
final class ValueFilters {

    private ValueFilters() {}

    static Map<String, Filter> all() {
        return Map.of(
                "default", ValueFilters::standard,
                "d", ValueFilters::standard,
                "length", (value, arguments, rendering) -> Value.of(Python.length(value)),
                "count", (value, arguments, rendering) -> Value.of(Python.length(value)),
                "attr", ValueFilters::attribute,
                "abs", ValueFilters::absolute,
                "int", ValueFilters::whole,
                "float", ValueFilters::real,
                "round", ValueFilters::round);
    }

    private static Value standard(Value value, Arguments arguments, Rendering rendering) {
        boolean missing = value instanceof Undefined || arguments.flag(1, "boolean", false) && !Python.isTrue(value);
        return missing ? arguments.get(0, "default_value", Text.EMPTY) : value;
    }

    private static Value attribute(Value value, Arguments arguments, Rendering rendering) {
        return value instanceof Value.Mapping
                ? new Undefined("'dict object' has no attribute '" + arguments.get(0, "name") + "'")
                : Attributes.attribute(
                        value, Python.text(arguments.get(0, "name")).toString());
    }

    private static Value absolute(Value value, Arguments arguments, Rendering rendering) {
        return value instanceof Real real ? new Real(Math.abs(real.value())) : new Whole(Math.abs(Python.whole(value)));
    }

    private static Value whole(Value value, Arguments arguments, Rendering rendering) {
        Value otherwise = arguments.get(0, "default", Value.of(0));
        try {
            if (value instanceof Text text) {
                String digits = text.toString().strip().replace("_", "");
                int base = Python.index(arguments.whole(1, "base", 10));
                return digits.matches("[-+]?\\w+")
                        ? Value.of(Long.parseLong(digits, base))
                        : Value.of((long) Double.parseDouble(digits));
            }
            return Comparing.number(value) == null ? otherwise : Value.of((long) Comparing.asDouble(value));
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    private static Value real(Value value, Arguments arguments, Rendering rendering) {
        Value otherwise = arguments.get(0, "default", new Real(0));
        try {
            if (value instanceof Text text) {
                return new Real(Double.parseDouble(text.toString().strip()));
            }
            return Comparing.number(value) == null ? otherwise : new Real(Comparing.asDouble(value));
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    private static Value round(Value value, Arguments arguments, Rendering rendering) {
        int precision = (int) Math.clamp(arguments.whole(0, "precision", 0), -400, 400);
        RoundingMode mode =
                switch (arguments.text(1, "method", Text.written("common")).toString()) {
                    case "common" -> RoundingMode.HALF_EVEN;
                    case "ceil" -> RoundingMode.CEILING;
                    case "floor" -> RoundingMode.FLOOR;
                    default -> throw new TemplateException("method must be common, ceil or floor");
                };
        double number = Comparing.asDouble(value);
        if (!(value instanceof Real) && mode == RoundingMode.HALF_EVEN && precision >= 0 || !Double.isFinite(number)) {
            return value;
        }
        return new Real(new BigDecimal(number).setScale(precision, mode).doubleValue());
    }
}
