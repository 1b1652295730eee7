package org.rlhfworkbench.lm.server;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of one answer, whole or in chunks, in OpenAI's shape. */
final class Answers {

    private final boolean chat;
    private final String id;
    private final String model;
    private final long seed;
    private final long created = Instant.now().getEpochSecond();

    Answers(boolean chat, String model, long seed) {
        this.chat = chat;
        this.id = (chat ? "chatcmpl-" : "cmpl-") + UUID.randomUUID();
        this.model = model;
        this.seed = seed;
    }

    ObjectNode whole(String text, GenerationJob.Finished finished, int promptTokens) {
        ObjectNode answer = head(chat ? "chat.completion" : "text_completion");
        ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
        if (chat) {
            choice.putObject("message").put("role", "assistant").put("content", text);
        } else {
            choice.put("text", text);
        }
        choice.putNull("logprobs").put("finish_reason", finished.finishReason());
        usage(answer, promptTokens, finished.tokens());
        return answer;
    }

    /** The first chunk of a chat, which says who speaks. */
    ObjectNode opening() {
        ObjectNode chunk = chunk(null);
        choice(chunk).putObject("delta").put("role", "assistant").put("content", "");
        return chunk;
    }

    ObjectNode piece(String text) {
        ObjectNode chunk = chunk(null);
        if (chat) {
            choice(chunk).putObject("delta").put("content", text);
        } else {
            choice(chunk).put("text", text);
        }
        return chunk;
    }

    ObjectNode closing(String finishReason) {
        ObjectNode chunk = chunk(finishReason);
        if (chat) {
            choice(chunk).putObject("delta");
        } else {
            choice(chunk).put("text", "");
        }
        return chunk;
    }

    /** The chunk without a choice that counts the tokens. */
    ObjectNode counts(int promptTokens, int answerTokens) {
        ObjectNode chunk = head(chat ? "chat.completion.chunk" : "text_completion");
        chunk.putArray("choices");
        usage(chunk, promptTokens, answerTokens);
        return chunk;
    }

    private ObjectNode chunk(@Nullable String finishReason) {
        ObjectNode chunk = head(chat ? "chat.completion.chunk" : "text_completion");
        chunk.putArray("choices").addObject().put("index", 0).put("finish_reason", finishReason);
        return chunk;
    }

    private static ObjectNode choice(ObjectNode chunk) {
        return (ObjectNode) chunk.path("choices").get(0);
    }

    private ObjectNode head(String object) {
        return JsonMapper.shared()
                .createObjectNode()
                .put("id", id)
                .put("object", object)
                .put("created", created)
                .put("model", model)
                .put("seed", seed);
    }

    private static void usage(ObjectNode answer, int promptTokens, int answerTokens) {
        answer.putObject("usage")
                .put("prompt_tokens", promptTokens)
                .put("completion_tokens", answerTokens)
                .put("total_tokens", promptTokens + answerTokens);
    }
}
