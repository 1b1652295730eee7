package org.rlhfworkbench.lm.jinja;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.jinja.Value.Bool;
import org.rlhfworkbench.lm.jinja.Value.Mapping;
import org.rlhfworkbench.lm.jinja.Value.None;
import org.rlhfworkbench.lm.jinja.Value.Real;
import org.rlhfworkbench.lm.jinja.Value.Sequence;
import org.rlhfworkbench.lm.jinja.Value.Undefined;
import org.rlhfworkbench.lm.jinja.Value.Whole;

/** What can stand behind {@code is}. */
final class Tests {

    /** A question about a value. */
    @FunctionalInterface
    interface Test {

        boolean holds(Value subject, Arguments arguments, Rendering rendering);
    }

    private static final Map<String, Test> TESTS = Map.ofEntries(
            Map.entry("defined", (value, arguments, rendering) -> !(value instanceof Undefined)),
            Map.entry("undefined", (value, arguments, rendering) -> value instanceof Undefined),
            Map.entry("none", (value, arguments, rendering) -> value == None.NONE),
            Map.entry("boolean", (value, arguments, rendering) -> value instanceof Bool),
            Map.entry("true", (value, arguments, rendering) -> value.equals(Value.of(true))),
            Map.entry("false", (value, arguments, rendering) -> value.equals(Value.of(false))),
            Map.entry("integer", (value, arguments, rendering) -> value instanceof Whole),
            Map.entry("float", (value, arguments, rendering) -> value instanceof Real),
            Map.entry("number", (value, arguments, rendering) -> Comparing.number(value) != null),
            Map.entry("string", (value, arguments, rendering) -> value instanceof Text),
            Map.entry("mapping", (value, arguments, rendering) -> value instanceof Mapping),
            Map.entry("iterable", (value, arguments, rendering) -> isIterable(value)),
            Map.entry("sequence", (value, arguments, rendering) -> isSequence(value)),
            Map.entry("callable", (value, arguments, rendering) -> value instanceof Callable),
            Map.entry("odd", (value, arguments, rendering) -> Math.floorMod(Python.whole(value), 2L) == 1),
            Map.entry("even", (value, arguments, rendering) -> Math.floorMod(Python.whole(value), 2L) == 0),
            Map.entry("divisibleby", (value, arguments, rendering) -> isDivisible(value, arguments.get(0, "num"))),
            Map.entry(
                    "upper",
                    (value, arguments, rendering) ->
                            Letters.isUpper(Python.text(value).toString())),
            Map.entry(
                    "lower",
                    (value, arguments, rendering) ->
                            Letters.isLower(Python.text(value).toString())),
            Map.entry("sameas", (value, arguments, rendering) -> isSame(value, arguments.get(0, "other"))),
            Map.entry("filter", (value, arguments, rendering) -> known(value, Filters::named)),
            Map.entry("test", (value, arguments, rendering) -> known(value, Tests::named)),
            Map.entry("in", comparing("in")),
            Map.entry("eq", comparing("==")),
            Map.entry("equalto", comparing("==")),
            Map.entry("ne", comparing("!=")),
            Map.entry("lt", comparing("<")),
            Map.entry("lessthan", comparing("<")),
            Map.entry("le", comparing("<=")),
            Map.entry("gt", comparing(">")),
            Map.entry("greaterthan", comparing(">")),
            Map.entry("ge", comparing(">=")));

    private Tests() {}

    /** A test; null if there is none of this name. */
    static @Nullable Test named(String name) {
        return TESTS.get(name);
    }

    private static Test comparing(String operator) {
        return (value, arguments, rendering) -> Comparing.holds(value, operator, arguments.get(0, "other"), rendering);
    }

    private static boolean isIterable(Value value) {
        return value instanceof Sequence
                || value instanceof Mapping
                || value instanceof Text
                || value instanceof Undefined
                || value instanceof Loop;
    }

    private static boolean isSequence(Value value) {
        return value instanceof Sequence sequence ? sequence.kind() != Sequence.Kind.GENERATOR : isIterable(value);
    }

    private static boolean isDivisible(Value value, Value by) {
        if (Python.whole(by) == 0) {
            throw new TemplateException("division by zero");
        }
        return Python.whole(value) % Python.whole(by) == 0;
    }

    private static boolean isSame(Value value, Value other) {
        return value instanceof Sequence || value instanceof Mapping ? value == other : value.equals(other);
    }

    /** What finds something by its name. */
    private interface Finder {

        @Nullable
        Object find(String name);
    }

    private static boolean known(Value name, Finder finder) {
        return name instanceof Text text && finder.find(text.toString()) != null;
    }
}
