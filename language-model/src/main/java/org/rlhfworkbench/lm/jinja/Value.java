package org.rlhfworkbench.lm.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a template computes with: the values of Python that Jinja can make, and nothing of Java. */
public sealed interface Value permits Text, Value.Plain, Callable, Namespace, Loop {

    /** Values that never change. */
    sealed interface Plain extends Value permits Undefined, None, Bool, Whole, Real, Sequence, Mapping {}

    /**
     * A name or part that is not there: empty and false, and an error as soon as more is asked of it.
     *
     * @param complaint the error's message
     */
    record Undefined(String complaint) implements Plain {

        TemplateException error() {
            return new TemplateException(complaint);
        }
    }

    /** Python's {@code None}. */
    enum None implements Plain {
        NONE
    }

    /** True or false. */
    record Bool(boolean value) implements Plain {}

    /** An integer; unlike Python's it has 64 bits, and an overflow is an error. */
    record Whole(long value) implements Plain {}

    /** A floating-point number. */
    record Real(double value) implements Plain {}

    /** Values in order. */
    record Sequence(Kind kind, List<Value> items) implements Plain {

        /** As what Python would have it: a generator has no length and is always true. */
        public enum Kind {
            LIST,
            TUPLE,
            GENERATOR
        }
    }

    /** Values by key, in the order of insertion. */
    record Mapping(Map<Value, Value> entries) implements Plain {}

    static Value list(List<? extends Value> items) {
        return new Sequence(Sequence.Kind.LIST, List.copyOf(items));
    }

    static Value tuple(Value... items) {
        return new Sequence(Sequence.Kind.TUPLE, List.of(items));
    }

    static Value generator(List<? extends Value> items) {
        return new Sequence(Sequence.Kind.GENERATOR, List.copyOf(items));
    }

    /** A dictionary with texts as keys. */
    static Value mapping(Map<String, ? extends Value> entries) {
        Map<Value, Value> copy = new LinkedHashMap<>();
        entries.forEach((key, value) -> copy.put(Text.written(key), value));
        return new Mapping(copy);
    }

    static Value of(boolean value) {
        return new Bool(value);
    }

    static Value of(long value) {
        return new Whole(value);
    }

    /** A value as a JSON reader gives it: null, a boolean, number, string, list or map. */
    static Value of(Object json) {
        return switch (json) {
            case Value value -> value;
            case Boolean bool -> new Bool(bool);
            case Integer number -> new Whole(number);
            case Long number -> new Whole(number);
            case Number number -> new Real(number.doubleValue());
            case List<?> list -> {
                List<Value> items = new ArrayList<>();
                list.forEach(item -> items.add(item == null ? None.NONE : of(item)));
                yield list(items);
            }
            case Map<?, ?> map -> {
                Map<String, Value> entries = new LinkedHashMap<>();
                map.forEach((key, value) -> entries.put(String.valueOf(key), value == null ? None.NONE : of(value)));
                yield mapping(entries);
            }
            default -> Text.written(json.toString());
        };
    }
}
