package org.rlhfworkbench.lm.server;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.rlhfworkbench.lm.tokenizer.Tokenizer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request to {@code /v1/embeddings}.
 *
 * @param inputs tokens of each input
 * @param base64 whether vectors are wanted as base64 of little-endian float32, as OpenAI's own clients ask, instead of
 *     numbers
 */
record EmbeddingRequest(List<int[]> inputs, boolean base64) {

    private static final int MOST_INPUTS = 2_048;
    private static final String INPUT = "input";
    private static final String VECTOR = "embedding";

    static EmbeddingRequest parse(byte[] bytes, ServedModel model) {
        RequestBody body = RequestBody.parse(bytes);
        body.refuse(Map.of("dimensions", "0"));
        String format = body.get("encoding_format").asString("float");
        if (!List.of("float", "base64").contains(format)) {
            throw ApiError.badRequest("encoding_format", "\"encoding_format\" must be float or base64.");
        }
        List<int[]> inputs = inputs(body.get(INPUT), model.tokenizer());
        for (int[] input : inputs) {
            check(input, model);
        }
        return new EmbeddingRequest(inputs, format.equals("base64"));
    }

    /** A text, a list of texts, a list of tokens or a list of such lists. */
    private static List<int[]> inputs(JsonNode given, Tokenizer tokenizer) {
        if (given.isString()) {
            return List.of(tokenizer.encodeWhole(given.asString()));
        }
        if (!given.isArray() || given.isEmpty() || given.size() > MOST_INPUTS) {
            throw ApiError.badRequest(
                    INPUT, "\"input\" must be a text or a list of 1 to " + MOST_INPUTS + " texts or token lists.");
        }
        if (given.get(0).isNumber()) {
            return List.of(tokens(given));
        }
        List<int[]> inputs = new ArrayList<>();
        given.forEach(one -> inputs.add(one.isString() ? tokenizer.encodeWhole(one.asString()) : tokens(one)));
        return inputs;
    }

    private static int[] tokens(JsonNode list) {
        if (!list.isArray() || !list.valueStream().allMatch(JsonNode::isInt)) {
            throw ApiError.badRequest(INPUT, "Each input must be a text or a list of tokens.");
        }
        return list.valueStream().mapToInt(JsonNode::asInt).toArray();
    }

    private static void check(int[] input, ServedModel model) {
        if (input.length == 0) {
            throw ApiError.badRequest(INPUT, "An input is empty; write at least one character.");
        }
        if (input.length > model.contextLength()) {
            throw ApiError.inputTooLong(INPUT, input.length, model.contextLength());
        }
        for (int token : input) {
            if (token < 0 || token >= model.tokenizer().vocabularySize()) {
                throw ApiError.badRequest(INPUT, "Token " + token + " is not among the model's.");
            }
        }
    }

    /** The vectors in OpenAI's shape. */
    ObjectNode answer(List<float[]> vectors, String modelName) {
        ObjectNode answer = JsonMapper.shared().createObjectNode().put("object", "list");
        ArrayNode data = answer.putArray("data");
        for (float[] vector : vectors) {
            ObjectNode one = data.addObject().put("object", "embedding").put("index", data.size() - 1);
            if (base64) {
                one.put(VECTOR, base64(vector));
            } else {
                ArrayNode numbers = one.putArray(VECTOR);
                for (float number : vector) {
                    numbers.add(number);
                }
            }
        }
        int tokens = inputs.stream().mapToInt(input -> input.length).sum();
        answer.put("model", modelName)
                .putObject("usage")
                .put("prompt_tokens", tokens)
                .put("total_tokens", tokens);
        return answer;
    }

    private static String base64(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * vector.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
