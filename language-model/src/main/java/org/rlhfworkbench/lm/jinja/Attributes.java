package org.rlhfworkbench.lm.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.jinja.Value.Mapping;
import org.rlhfworkbench.lm.jinja.Value.None;
import org.rlhfworkbench.lm.jinja.Value.Sequence;
import org.rlhfworkbench.lm.jinja.Value.Undefined;
import org.rlhfworkbench.lm.jinja.Value.Whole;

/**
 * {@code object.name} and {@code object[index]}. As in Jinja the former looks for a method first and then for a key, the
 * latter the other way round. Methods that would change a value are not there.
 */
final class Attributes {

    private Attributes() {}

    static Value attribute(Value object, String name) {
        Value own = own(object, name);
        return own != null ? own : keyed(object, Text.written(name));
    }

    static Value subscript(Value object, Value index, Rendering rendering) {
        if ((object instanceof Sequence || object instanceof Text) && Comparing.number(index) != null) {
            return Slicing.at(object, Python.whole(index), rendering);
        }
        Value item = keyed(object, index);
        if (item instanceof Undefined && index instanceof Text name) {
            Value own = own(object, name.toString());
            return own != null ? own : item;
        }
        return item;
    }

    private static Value keyed(Value object, Value key) {
        return switch (object) {
            case Undefined undefined -> throw undefined.error();
            case Mapping mapping -> {
                Value value = mapping.entries().get(Python.key(key));
                yield value == null ? missing(object, key) : value;
            }
            default -> missing(object, key);
        };
    }

    private static Undefined missing(Value object, Value key) {
        String type = object instanceof None ? "None" : "'" + Python.typeName(object) + " object'";
        return new Undefined(
                key instanceof Text name
                        ? type + " has no attribute '" + name + "'"
                        : type + " has no element " + (key instanceof Whole whole ? whole.value() : ""));
    }

    /** A method or attribute that an object's kind has; null if there is none of this name. */
    private static @Nullable Value own(Value object, String name) {
        return switch (object) {
            case Text text -> method(name, TextMethods.named(name), text);
            case Mapping mapping -> method(name, ofMapping(name), mapping);
            case Sequence sequence -> method(name, ofSequence(name), sequence);
            case Namespace namespace -> namespace.get(name);
            case Loop loop -> loop.get(name);
            case Callable callable when name.equals("name") -> Text.written(callable.name());
            default -> null;
        };
    }

    /** A method before it is known whose. */
    @FunctionalInterface
    interface Method<T extends Value> {

        Value call(T self, Arguments arguments, Rendering rendering);
    }

    private static <T extends Value> @Nullable Value method(String name, @Nullable Method<T> method, T self) {
        return method == null
                ? null
                : new Callable(name, (arguments, rendering) -> method.call(self, arguments, rendering));
    }

    private static @Nullable Method<Mapping> ofMapping(String name) {
        return switch (name) {
            case "items" -> (self, arguments, rendering) -> items(self, rendering);
            case "keys" -> (self, arguments, rendering) -> Value.list(Python.items(self, rendering));
            case "values" ->
                (self, arguments, rendering) ->
                        Value.list(List.copyOf(self.entries().values()));
            case "get" ->
                (self, arguments, rendering) -> self.entries()
                        .getOrDefault(Python.key(arguments.get(0, "key")), arguments.get(1, "default", None.NONE));
            case "copy" -> (self, arguments, rendering) -> new Mapping(new LinkedHashMap<>(self.entries()));
            default -> null;
        };
    }

    static Value items(Mapping mapping, Rendering rendering) {
        List<Value> pairs = new ArrayList<>();
        for (Map.Entry<Value, Value> entry : mapping.entries().entrySet()) {
            pairs.add(Value.tuple(entry.getKey(), entry.getValue()));
        }
        rendering.spend(pairs.size());
        return Value.list(pairs);
    }

    private static @Nullable Method<Sequence> ofSequence(String name) {
        return switch (name) {
            case "index" ->
                (self, arguments, rendering) -> {
                    for (int i = 0; i < self.items().size(); i++) {
                        if (Comparing.equal(self.items().get(i), arguments.get(0, "value"), rendering)) {
                            return Value.of((long) i);
                        }
                    }
                    throw new TemplateException("the value is not in the list");
                };
            case "count" ->
                (self, arguments, rendering) -> Value.of(self.items().stream()
                        .filter(item -> Comparing.equal(item, arguments.get(0, "value"), rendering))
                        .count());
            case "copy" -> (self, arguments, rendering) -> self;
            default -> null;
        };
    }
}
