package org.rlhfworkbench.feedback.lines;

import java.util.List;
import org.rlhfworkbench.feedback.conversation.Conversation;
import org.rlhfworkbench.feedback.conversation.Message;
import org.rlhfworkbench.feedback.conversation.Role;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON text as the store keeps it in columns: compact, keys in order, numbers as they were written. */
public final class Json {

    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    public static JsonNode parse(String json) {
        return MAPPER.readTree(json);
    }

    public static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    public static <T> T read(String json, TypeReference<T> type) {
        return MAPPER.readValue(json, type);
    }

    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** A text for a plain prompt, else the list of messages. */
    public static JsonNode tree(Conversation conversation) {
        return conversation.plain()
                ? MAPPER.getNodeFactory()
                        .stringNode(conversation.messages().getFirst().content())
                : messages(conversation.messages());
    }

    public static ArrayNode messages(List<Message> messages) {
        ArrayNode array = array();
        for (Message message : messages) {
            array.addObject().put("role", message.role().wireName()).put("content", message.content());
        }
        return array;
    }

    /** Reads what {@link #tree(Conversation)} or an import wrote; fields beside role and content are passed over. */
    public static Conversation conversation(String json) {
        JsonNode node = parse(json);
        if (node.isString()) {
            return Conversation.of(node.stringValue());
        }
        return Conversation.of(node.valueStream()
                .map(turn -> new Message(
                        Role.ofWireName(turn.path("role").stringValue()).orElseThrow(),
                        turn.path("content").stringValue()))
                .toList());
    }
}
