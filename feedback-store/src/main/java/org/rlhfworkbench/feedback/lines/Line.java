package org.rlhfworkbench.feedback.lines;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.BadLine.Fault;
import org.rlhfworkbench.feedback.conversation.Conversation;
import org.rlhfworkbench.feedback.conversation.Message;
import org.rlhfworkbench.feedback.conversation.Role;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One object of a file. Each accessor throws {@link LineFault} when the field is not what it must be.
 *
 * @param number counted from 1
 */
public record Line(long number, ObjectNode object) {

    public Line at(ObjectNode part) {
        return new Line(number, part);
    }

    public @Nullable JsonNode node(String field) {
        JsonNode node = object.get(field);
        return node == null || node.isNull() ? null : node;
    }

    public JsonNode required(String field) {
        JsonNode node = node(field);
        if (node == null) {
            throw new LineFault(Fault.MISSING_FIELD, field);
        }
        return node;
    }

    public String text(String field) {
        return string(field, required(field));
    }

    public Optional<String> optionalText(String field) {
        return Optional.ofNullable(node(field)).map(node -> string(field, node));
    }

    /** An id may be a text or a number. */
    public Optional<String> id(String field) {
        JsonNode node = node(field);
        if (node == null) {
            return Optional.empty();
        }
        String id = node.isIntegralNumber() ? node.asString() : string(field, node);
        if (id.isBlank() || id.length() > 200) {
            throw new LineFault(Fault.WRONG_TYPE, field, "a text of 1 to 200 characters");
        }
        return Optional.of(id);
    }

    public List<ObjectNode> objects(String field) {
        List<ObjectNode> objects = new ArrayList<>();
        JsonNode array = required(field);
        if (!array.isArray()) {
            throw new LineFault(Fault.WRONG_TYPE, field, "a list of objects");
        }
        for (JsonNode element : array) {
            if (!(element instanceof ObjectNode part)) {
                throw new LineFault(Fault.WRONG_TYPE, field, "a list of objects");
            }
            objects.add(part);
        }
        return objects;
    }

    public List<String> texts(String field) {
        JsonNode array = required(field);
        if (!array.isArray() || array.valueStream().anyMatch(element -> !element.isString())) {
            throw new LineFault(Fault.WRONG_TYPE, field, "a list of texts");
        }
        return array.valueStream().map(JsonNode::stringValue).toList();
    }

    /** A text, or a list of messages. */
    public Conversation prompt(String field) {
        JsonNode node = required(field);
        if (node.isString()) {
            return Conversation.of(nonEmpty(field, string(field, node)));
        }
        return Conversation.of(messages(field));
    }

    public List<Message> messages(String field) {
        List<Message> messages = new ArrayList<>();
        for (ObjectNode turn : objects(field)) {
            Line part = at(turn);
            Role role = Role.ofWireName(part.text("role"))
                    .orElseThrow(
                            () -> new LineFault(Fault.WRONG_TYPE, "role", "\"system\", \"user\" or \"assistant\""));
            messages.add(new Message(role, part.text("content")));
        }
        if (messages.isEmpty()) {
            throw new LineFault(Fault.EMPTY_TEXT, field);
        }
        return messages;
    }

    public static String nonEmpty(String field, String text) {
        if (text.isBlank()) {
            throw new LineFault(Fault.EMPTY_TEXT, field);
        }
        return text;
    }

    private static String string(String field, JsonNode node) {
        if (!node.isString()) {
            throw new LineFault(Fault.WRONG_TYPE, field, "a text");
        }
        return node.stringValue();
    }
}
