package org.rlhfworkbench.lm.jinja;

import java.util.LinkedHashMap;
import java.util.Map;

/** The one kind of value that a template can change: {@code namespace(found=false)}. */
final class Namespace implements Value {

    private final Map<String, Value> attributes = new LinkedHashMap<>();

    Value get(String name) {
        Value value = attributes.get(name);
        return value == null ? new Undefined("'namespace object' has no attribute '" + name + "'") : value;
    }

    void set(String name, Value value) {
        attributes.put(name, value);
    }
}
