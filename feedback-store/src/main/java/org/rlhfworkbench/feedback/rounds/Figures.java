package org.rlhfworkbench.feedback.rounds;

import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.agreement.Figure;
import org.rlhfworkbench.feedback.lines.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads {@code evaluation.json}: each figure is {@code {"value", "n", "low", "high"}}. */
final class Figures {

    private final JsonNode outcome;

    Figures(@Nullable String outcome) {
        this.outcome = parse(outcome);
    }

    /** Follows the names from the outside in; null when there is no such figure. */
    @Nullable
    Figure at(String... path) {
        JsonNode node = outcome;
        for (String name : path) {
            node = node.path(name);
        }
        if (node.isNumber()) {
            return new Figure(node.doubleValue(), 0, node.doubleValue(), node.doubleValue());
        }
        JsonNode value = node.path("value");
        return value.isNumber()
                ? new Figure(
                        value.doubleValue(),
                        node.path("n").asLong(0),
                        node.path("low").asDouble(value.doubleValue()),
                        node.path("high").asDouble(value.doubleValue()))
                : null;
    }

    private static JsonNode parse(@Nullable String outcome) {
        try {
            return outcome == null ? Json.object() : Json.parse(outcome);
        } catch (JacksonException e) {
            return Json.object();
        }
    }
}
