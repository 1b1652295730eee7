package org.rlhfworkbench.lm.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.sampling.Sequence;
import org.rlhfworkbench.lm.tokenizer.Message;
import tools.jackson.databind.JsonNode;

/**
 * A request to {@code /v1/chat/completions} (with messages) or {@code /v1/completions} (with a text).
 *
 * <p>What would change the answer and is not supported is refused, and what does not, such as {@code user}, passed over.
 * {@code top_k} is ours. A missing {@code seed} is drawn, and given with the answer.
 *
 * @param messages of a chat; empty otherwise
 * @param text to go on from; null for a chat
 * @param maxTokens to write at most; null for what the context leaves
 * @param seed of the first choice; choice i is drawn from {@code seed + i}
 * @param choices how many answers are wanted
 * @param likeliest how many likely tokens to tell of beside each, {@link Sequence#NONE} for no log-probabilities at all
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
        int choices,
        int likeliest,
        List<String> stop,
        boolean stream,
        boolean includeUsage) {

    private static final int MOST_STOPS = 16;
    private static final int MOST_CHOICES = 16;
    private static final int MOST_LIKELIEST = 20;

    /** Parameters that would change the answer, with the value that leaves it as it is. */
    private static final Map<String, String> UNSUPPORTED = Map.of(
            "best_of", "1",
            "presence_penalty", "0",
            "frequency_penalty", "0",
            "echo", "false",
            "suffix", "",
            "logit_bias", "{}",
            "tools", "[]");

    boolean isChat() {
        return text == null;
    }

    static ApiRequest parse(byte[] bytes, boolean chat) {
        RequestBody body = RequestBody.parse(bytes);
        body.refuse(UNSUPPORTED);
        if (!body.get("response_format").path("type").asString("text").equals("text")) {
            throw ApiError.unsupported("response_format", "Only the response format \"text\" is supported.");
        }
        return new ApiRequest(
                chat ? messages(body.get("messages")) : List.of(),
                chat ? null : text(body.get("prompt")),
                body.number("temperature", 1, 0, 100),
                positiveShare(body),
                body.wholeNumber("top_k", 0, 0, Integer.MAX_VALUE),
                maxTokens(body),
                seed(body),
                body.wholeNumber("n", 1, 1, MOST_CHOICES),
                chat ? likeliestInChat(body) : likeliestInText(body),
                stop(body.get("stop")),
                body.flag("stream"),
                RequestBody.flag(body.get("stream_options").path("include_usage"), "include_usage"));
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

    private static double positiveShare(RequestBody body) {
        double share = body.number("top_p", 1, 0, 1);
        if (share == 0) {
            throw ApiError.badRequest("top_p", "\"top_p\" must be more than 0.");
        }
        return share;
    }

    private static @Nullable Integer maxTokens(RequestBody body) {
        for (String name : List.of("max_completion_tokens", "max_tokens")) {
            if (body.has(name)) {
                return body.wholeNumber(name, 1, 1, Integer.MAX_VALUE);
            }
        }
        return null;
    }

    private static long seed(RequestBody body) {
        JsonNode seed = body.get("seed");
        if (!RequestBody.isSet(seed)) {
            return ThreadLocalRandom.current().nextLong(1L << 53);
        }
        if (!seed.isIntegralNumber() || !seed.canConvertToLong()) {
            throw ApiError.badRequest("seed", "\"seed\" must be a whole number.");
        }
        return seed.asLong();
    }

    /** {@code logprobs} asks for them, {@code top_logprobs} says for how many beside the drawn one. */
    private static int likeliestInChat(RequestBody body) {
        boolean wanted = body.flag("logprobs");
        int count = body.wholeNumber("top_logprobs", 0, 0, MOST_LIKELIEST);
        if (count > 0 && !wanted) {
            throw ApiError.badRequest("top_logprobs", "\"top_logprobs\" needs \"logprobs\": true beside it.");
        }
        return wanted ? count : Sequence.NONE;
    }

    /** {@code logprobs} is the number itself. */
    private static int likeliestInText(RequestBody body) {
        return body.has("logprobs") ? body.wholeNumber("logprobs", 0, 0, MOST_LIKELIEST) : Sequence.NONE;
    }

    private static List<String> stop(JsonNode stop) {
        List<String> texts = new ArrayList<>();
        if (stop.isString()) {
            texts.add(stop.asString());
        } else if (stop.isArray() && stop.size() <= MOST_STOPS) {
            stop.forEach(text -> texts.add(text.asString("")));
        } else if (RequestBody.isSet(stop)) {
            throw ApiError.badRequest("stop", "\"stop\" must be a text or a list of at most " + MOST_STOPS + ".");
        }
        if (texts.contains("")) {
            throw ApiError.badRequest("stop", "A \"stop\" text must not be empty.");
        }
        return texts;
    }
}
