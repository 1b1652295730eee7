package org.rlhfworkbench.lm.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.rlhfworkbench.lm.jinja.Filters.Filter;

/** {@code map}, {@code select}, {@code reject}, {@code selectattr} and {@code rejectattr}. */
final class SelectingFilters {

    private SelectingFilters() {}

    static Map<String, Filter> all() {
        return Map.of(
                "map", SelectingFilters::map,
                "select", (value, arguments, rendering) -> select(value, arguments, false, true, rendering),
                "reject", (value, arguments, rendering) -> select(value, arguments, false, false, rendering),
                "selectattr", (value, arguments, rendering) -> select(value, arguments, true, true, rendering),
                "rejectattr", (value, arguments, rendering) -> select(value, arguments, true, false, rendering));
    }

    private static Value map(Value value, Arguments arguments, Rendering rendering) {
        UnaryOperator<Value> change;
        if (arguments.positional().isEmpty()) {
            Path path = Path.of(arguments.get(0, "attribute"));
            Value otherwise = arguments.named().get("default");
            change = item -> path.of(item, otherwise, rendering);
        } else {
            String name = Python.text(arguments.positional().getFirst()).toString();
            Filter filter = Filters.named(name);
            if (filter == null) {
                throw new TemplateException("no filter named '" + name + "' is known here");
            }
            change = item -> filter.apply(item, arguments.from(1), rendering);
        }
        return Value.generator(
                Python.items(value, rendering).stream().map(change).toList());
    }

    private static Value select(
            Value value, Arguments arguments, boolean byAttribute, boolean wanted, Rendering rendering) {
        Path path = byAttribute ? Path.of(arguments.get(0, "attribute")) : new Path(List.of());
        Arguments rest = byAttribute ? arguments.from(1) : arguments;
        Tests.Test test = test(rest);
        List<Value> kept = new ArrayList<>();
        for (Value item : Python.items(value, rendering)) {
            if (test.holds(path.of(item, rendering), rest.from(1), rendering) == wanted) {
                kept.add(item);
            }
        }
        return Value.generator(kept);
    }

    private static Tests.Test test(Arguments arguments) {
        if (arguments.positional().isEmpty()) {
            return (value, none, rendering) -> Python.isTrue(value);
        }
        String name = Python.text(arguments.positional().getFirst()).toString();
        Tests.Test test = switch (name) {
            case "==" -> Tests.named("eq");
            case "!=" -> Tests.named("ne");
            case "<" -> Tests.named("lt");
            case "<=" -> Tests.named("le");
            case ">" -> Tests.named("gt");
            case ">=" -> Tests.named("ge");
            default -> Tests.named(name);
        };
        if (test == null) {
            throw new TemplateException("no test named '" + name + "' is known here");
        }
        return test;
    }
}
