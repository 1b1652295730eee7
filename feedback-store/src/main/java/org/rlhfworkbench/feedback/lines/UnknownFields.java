package org.rlhfworkbench.feedback.lines;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of an object that the store has no column for, each with the known field it followed. Kept as a JSON list
 * of {@code [known field before it or null, name, value]}.
 */
public final class UnknownFields {

    private UnknownFields() {}

    /** Picks the fields that are not known; null when there are none. */
    public static @Nullable String of(ObjectNode object, List<String> known) {
        ArrayNode unknown = Json.array();
        String before = null;
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (known.contains(field.getKey())) {
                before = field.getKey();
            } else {
                unknown.addArray().add(before).add(field.getKey()).add(field.getValue());
            }
        }
        return unknown.isEmpty() ? null : Json.write(unknown);
    }

    /** Puts the unknown fields back behind the known ones they followed. */
    public static ObjectNode weave(ObjectNode known, @Nullable String unknownFields) {
        if (unknownFields == null) {
            return known;
        }
        JsonNode unknown = Json.parse(unknownFields);
        ObjectNode woven = Json.object();
        addAfter(null, known, unknown, woven);
        for (Map.Entry<String, JsonNode> field : known.properties()) {
            woven.set(field.getKey(), field.getValue());
            addAfter(field.getKey(), known, unknown, woven);
        }
        return woven;
    }

    private static void addAfter(@Nullable String before, ObjectNode known, JsonNode unknown, ObjectNode woven) {
        for (JsonNode entry : unknown) {
            JsonNode anchor = entry.get(0);
            String place = anchor.isString() && known.has(anchor.stringValue()) ? anchor.stringValue() : null;
            if (Objects.equals(place, before)) {
                woven.set(entry.get(1).stringValue(), entry.get(2));
            }
        }
    }
}
