package org.rlhfworkbench.lm.server;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of one request's answers, whole or in chunks, in OpenAI's shape. */
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

    ObjectNode whole(List<Written> choices, int promptTokens) {
        ObjectNode answer = head(chat ? "chat.completion" : "text_completion");
        choices.forEach(written -> {
            ObjectNode choice = answer.withArray("choices").addObject().put("index", written.index());
            if (chat) {
                choice.putObject("message").put("role", "assistant").put("content", written.text());
            } else {
                choice.put("text", written.text());
            }
            choice.set("logprobs", logProbs(written.tokens(), 0));
            choice.put("finish_reason", written.finishReason());
        });
        usage(answer, promptTokens, choices);
        return answer;
    }

    /** The first chunk of a chat's choice, which says who speaks. */
    ObjectNode opening(int index) {
        ObjectNode chunk = chunk(index, null);
        choice(chunk).putObject("delta").put("role", "assistant").put("content", "");
        return chunk;
    }

    /**
     * Some more text.
     *
     * @param offset characters of this choice before it
     */
    ObjectNode piece(GenerationJob.Piece piece, int offset) {
        ObjectNode chunk = chunk(piece.choice(), null);
        if (chat) {
            choice(chunk).putObject("delta").put("content", piece.text());
        } else {
            choice(chunk).put("text", piece.text());
        }
        choice(chunk).set("logprobs", logProbs(piece.tokens().isEmpty() ? null : piece.tokens(), offset));
        return chunk;
    }

    ObjectNode closing(GenerationJob.Finished finished) {
        ObjectNode chunk = chunk(finished.choice(), finished.finishReason());
        if (chat) {
            choice(chunk).putObject("delta");
        } else {
            choice(chunk).put("text", "");
        }
        return chunk;
    }

    /** The chunk without a choice that counts the tokens. */
    ObjectNode counts(int promptTokens, List<Written> choices) {
        ObjectNode chunk = head(chat ? "chat.completion.chunk" : "text_completion");
        chunk.putArray("choices");
        usage(chunk, promptTokens, choices);
        return chunk;
    }

    private @Nullable ObjectNode logProbs(@Nullable List<TokenLogProb> tokens, int offset) {
        if (tokens == null) {
            return null;
        }
        return chat ? LogProbsJson.ofChat(tokens) : LogProbsJson.ofText(tokens, offset);
    }

    private ObjectNode chunk(int index, @Nullable String finishReason) {
        ObjectNode chunk = head(chat ? "chat.completion.chunk" : "text_completion");
        chunk.putArray("choices").addObject().put("index", index).put("finish_reason", finishReason);
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

    private static void usage(ObjectNode answer, int promptTokens, List<Written> choices) {
        int answerTokens = choices.stream().mapToInt(Written::drawn).sum();
        answer.putObject("usage")
                .put("prompt_tokens", promptTokens)
                .put("completion_tokens", answerTokens)
                .put("total_tokens", promptTokens + answerTokens);
    }
}
