package org.rlhfworkbench.lm.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A JSON value that knows where it stands, so that whoever finds it wrong can say so.
 *
 * @param file the file it is in
 * @param line counted from 1
 * @param name such as {@code responses[1].content}; empty for the whole line
 * @param json the value; a missing node where there is none
 */
public record Value(Path file, long line, String name, JsonNode json) {

    /** A field of an object; where there is none the value is missing, and says so when it is read. */
    public Value get(String field) {
        if (!json.isObject()) {
            throw wrong("must be an object {…}");
        }
        return new Value(file, line, name.isEmpty() ? field : name + "." + field, json.path(field));
    }

    public boolean has(String field) {
        return get(field).isPresent();
    }

    /** Whether it is there and not null. */
    public boolean isPresent() {
        return !json.isMissingNode() && !json.isNull();
    }

    public String text() {
        if (!json.isString()) {
            throw wrong("must be a text in quotes");
        }
        return json.asString();
    }

    public Optional<String> optionalText() {
        return isPresent() ? Optional.of(text()) : Optional.empty();
    }

    /** A text or a number, as a text: what people use to name things. */
    public String label() {
        if (!json.isString() && !json.isNumber() && !json.isBoolean()) {
            throw wrong("must be a text or a number");
        }
        return json.asString();
    }

    public double number() {
        if (!json.isNumber()) {
            throw wrong("must be a number");
        }
        return json.asDouble();
    }

    public double number(double ifAbsent) {
        return isPresent() ? number() : ifAbsent;
    }

    public long whole() {
        if (!json.isIntegralNumber() || !json.canConvertToLong()) {
            throw wrong("must be a whole number");
        }
        return json.asLong();
    }

    public List<Value> list() {
        if (!json.isArray()) {
            throw wrong("must be a list […]");
        }
        List<Value> values = new ArrayList<>(json.size());
        for (int i = 0; i < json.size(); i++) {
            values.add(new Value(file, line, name + "[" + i + "]", json.get(i)));
        }
        return values;
    }

    public List<String> texts() {
        return list().stream().map(Value::text).toList();
    }

    /** The fields of an object in their order. */
    public Map<String, Value> fields() {
        if (!json.isObject()) {
            throw wrong("must be an object {…}");
        }
        Map<String, Value> fields = new LinkedHashMap<>();
        json.propertyNames().forEach(field -> fields.put(field, get(field)));
        return fields;
    }

    private BadInput wrong(String expectation) {
        return json.isMissingNode()
                ? bad("\"" + name + "\" is missing", "Add it, or remove the line")
                : bad("\"" + name + "\" " + expectation + ", not " + shortened(json), "Correct it, or remove the line");
    }

    /** What to throw when the value, for whatever reason, will not do. */
    public BadInput bad(String reason, String remedy) {
        return new BadInput(file, line, reason, remedy);
    }

    private static String shortened(@Nullable JsonNode json) {
        String written = String.valueOf(json);
        return written.length() <= 40 ? written : written.substring(0, 39) + "…";
    }
}
