package org.rlhfworkbench.lm.jinja;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What something is called with. */
record Arguments(List<Value> positional, Map<String, Value> named) {

    static final Arguments NONE = new Arguments(List.of(), Map.of());

    static Arguments of(Value... values) {
        return new Arguments(List.of(values), Map.of());
    }

    int count() {
        return positional.size() + named.size();
    }

    /** An argument by its place or its name; null if it is not given. */
    @Nullable
    Value find(int index, String name) {
        return index < positional.size() ? positional.get(index) : named.get(name);
    }

    Value get(int index, String name) {
        Value value = find(index, name);
        if (value == null) {
            throw new TemplateException("the argument '" + name + "' is missing");
        }
        return value;
    }

    Value get(int index, String name, Value otherwise) {
        Value value = find(index, name);
        return value == null ? otherwise : value;
    }

    Text text(int index, String name, Text otherwise) {
        Value value = find(index, name);
        return value == null ? otherwise : Python.text(value);
    }

    long whole(int index, String name, long otherwise) {
        Value value = find(index, name);
        return value == null ? otherwise : Python.whole(value);
    }

    boolean flag(int index, String name, boolean otherwise) {
        Value value = find(index, name);
        return value == null ? otherwise : Python.isTrue(value);
    }

    Arguments from(int first) {
        return first >= positional.size()
                ? new Arguments(List.of(), named)
                : new Arguments(positional.subList(first, positional.size()), named);
    }
}
