package org.rlhfworkbench.lm.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.tokenizer.Message;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A request to {@code /v1/chat/completions} (with messages) or {@code /v1/completions} (with a text).
 *
 * <p>What would change the answer and is not supported is refused, and what does not, such as {@code user}, passed over.
 * {@code top_k} is ours. A missing {@code seed} is drawn, and given with the answer.
 *
 * @param messages of a chat; empty otherwise
 * @param text to go on from; null for a chat
 * @param maxTokens to write at most; null for what the context leaves
 * @param stop texts that end the answer and are not part of it
 * @param includeUsage whether a stream ends with a chunk that counts the tokens
 */
record ApiRequest(
        List<Message> messages,
        @Nullable String text,
        double temperature,
        double topP,
        int topK,
        @Nullable Integer maxTokens,
        long seed,
        List<String> stop,
        boolean stream,
        boolean includeUsage) {

    private static final int MOST_STOPS = 16;

    /** Parameters that would change the answer, with the value that leaves it as it is. */
    private static final Map<String, String> UNSUPPORTED = Map.of(
            "n", "1",
            "best_of", "1",
            "presence_penalty", "0",
            "frequency_penalty", "0",
            "logprobs", "false",
            "top_logprobs", "0",
            "echo", "false",
            "suffix", "",
            "logit_bias", "{}",
            "tools", "[]");

    boolean isChat() {
        return text == null;
    }

    static ApiRequest parse(byte[] body, boolean chat) {
        JsonNode json = tree(body);
        refuseUnsupported(json);
        double temperature = number(json, "temperature", 1, 0, 100);
        return new ApiRequest(
                chat ? messages(json.path("messages")) : List.of(),
                chat ? null : text(json.path("prompt")),
                temperature,
                positiveShare(json),
                (int) number(json, "top_k", 0, 0, Integer.MAX_VALUE),
                maxTokens(json),
                isSet(json.path("seed"))
                        ? seed(json.path("seed"))
                        : ThreadLocalRandom.current().nextLong(1L << 53),
                stop(json.path("stop")),
                flag(json, "stream"),
                flag(json.path("stream_options"), "include_usage"));
    }

    private static JsonNode tree(byte[] body) {
        try {
            JsonNode json = JsonMapper.shared().readTree(body);
            if (json.isObject()) {
                return json;
            }
        } catch (JacksonException e) {
            throw ApiError.badRequest(null, "The body is not JSON: " + e.getOriginalMessage());
        }
        throw ApiError.badRequest(null, "The body must be a JSON object.");
    }

    private static void refuseUnsupported(JsonNode json) {
        UNSUPPORTED.forEach((name, neutral) -> {
            JsonNode value = json.path(name);
            if (!isSet(value)) {
                return;
            }
            boolean zero = value.isNumber() && neutral.equals("0") && value.asDouble() == 0;
            String written = value.isString() ? value.asString() : value.toString();
            if (!zero && !written.equals(neutral)) {
                throw ApiError.unsupported(name, "\"" + name + "\" is not supported; leave it out.");
            }
        });
        String format = json.path("response_format").path("type").asString("text");
        if (!format.equals("text")) {
            throw ApiError.unsupported("response_format", "Only the response format \"text\" is supported.");
        }
    }

    private static List<Message> messages(JsonNode list) {
        List<Message> messages = new ArrayList<>();
        for (JsonNode message : list) {
            String role = message.path("role").asString("");
            if (!List.of(Message.SYSTEM, Message.USER, Message.ASSISTANT).contains(role)) {
                throw ApiError.badRequest(
                        "messages", "The role \"" + role + "\" is unknown; use system, user or assistant.");
            }
            messages.add(new Message(role, content(message.path("content"))));
        }
        if (messages.isEmpty()) {
            throw ApiError.badRequest("messages", "\"messages\" must be a list with at least one message.");
        }
        return messages;
    }

    /** A text, or a list of parts that are texts. */
    private static String content(JsonNode content) {
        if (content.isString()) {
            return content.asString();
        }
        StringBuilder joined = new StringBuilder();
        for (JsonNode part : content) {
            if (!part.path("type").asString("").equals("text")) {
                throw ApiError.badRequest("messages", "A message's content must be text.");
            }
            joined.append(part.path("text").asString(""));
        }
        if (!content.isArray()) {
            throw ApiError.badRequest("messages", "A message's content must be text.");
        }
        return joined.toString();
    }

    private static String text(JsonNode prompt) {
        JsonNode only = prompt.isArray() && prompt.size() == 1 ? prompt.get(0) : prompt;
        if (!only.isString()) {
            throw ApiError.badRequest("prompt", "\"prompt\" must be one text.");
        }
        return only.asString();
    }

    private static double positiveShare(JsonNode json) {
        double share = number(json, "top_p", 1, 0, 1);
        if (share == 0) {
            throw ApiError.badRequest("top_p", "\"top_p\" must be more than 0.");
        }
        return share;
    }

    private static @Nullable Integer maxTokens(JsonNode json) {
        for (String name : List.of("max_completion_tokens", "max_tokens")) {
            if (isSet(json.path(name))) {
                return (int) number(json, name, 1, 1, Integer.MAX_VALUE);
            }
        }
        return null;
    }

    private static long seed(JsonNode seed) {
        if (!seed.isIntegralNumber() || !seed.canConvertToLong()) {
            throw ApiError.badRequest("seed", "\"seed\" must be a whole number.");
        }
        return seed.asLong();
    }

    private static List<String> stop(JsonNode stop) {
        List<String> texts = new ArrayList<>();
        if (stop.isString()) {
            texts.add(stop.asString());
        } else if (stop.isArray() && stop.size() <= MOST_STOPS) {
            stop.forEach(text -> texts.add(text.asString("")));
        } else if (isSet(stop)) {
            throw ApiError.badRequest("stop", "\"stop\" must be a text or a list of at most " + MOST_STOPS + ".");
        }
        if (texts.contains("")) {
            throw ApiError.badRequest("stop", "A \"stop\" text must not be empty.");
        }
        return texts;
    }

    private static double number(JsonNode json, String name, double ifAbsent, double least, double most) {
        JsonNode value = json.path(name);
        if (!isSet(value)) {
            return ifAbsent;
        }
        if (!value.isNumber() || value.asDouble() < least || value.asDouble() > most) {
            throw ApiError.badRequest(
                    name,
                    "\"" + name + "\" must be a number of at least " + plain(least)
                            + (most < Integer.MAX_VALUE ? " and at most " + plain(most) : "") + ".");
        }
        return value.asDouble();
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    private static boolean flag(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (isSet(value) && !value.isBoolean()) {
            throw ApiError.badRequest(name, "\"" + name + "\" must be true or false.");
        }
        return value.asBoolean(false);
    }

    private static boolean isSet(JsonNode value) {
        return !value.isMissingNode() && !value.isNull();
    }
}
