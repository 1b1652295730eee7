package org.rlhfworkbench.lm.server;

import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Log-probabilities in the two shapes that OpenAI's interface gives them. */
final class LogProbsJson {

    private LogProbsJson() {}

    /** An object a token, under {@code content}. */
    static ObjectNode ofChat(List<TokenLogProb> tokens) {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        ArrayNode content = json.putArray("content");
        tokens.forEach(token -> {
            ArrayNode likeliest = put(content.addObject(), token).putArray("top_logprobs");
            token.likeliest().forEach(other -> put(likeliest.addObject(), other));
        });
        return json.putNull("refusal");
    }

    private static ObjectNode put(ObjectNode json, TokenLogProb token) {
        json.put("token", token.text()).put("logprob", token.logProb());
        if (!token.isWhole()) {
            return json.putNull("bytes");
        }
        ArrayNode bytes = json.putArray("bytes");
        for (byte b : token.text().getBytes(StandardCharsets.UTF_8)) {
            bytes.add(b & 0xFF);
        }
        return json;
    }

    /**
     * Parallel lists.
     *
     * @param offset characters of the answer before the first of the tokens
     */
    static ObjectNode ofText(List<TokenLogProb> tokens, int offset) {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        ArrayNode offsets = json.putArray("text_offset");
        ArrayNode texts = json.putArray("tokens");
        ArrayNode logProbs = json.putArray("token_logprobs");
        ArrayNode likeliest = json.putArray("top_logprobs");
        int at = offset;
        for (TokenLogProb token : tokens) {
            offsets.add(at);
            texts.add(token.text());
            logProbs.add(token.logProb());
            ObjectNode others = likeliest.addObject();
            token.likeliest().forEach(other -> others.put(other.text(), other.logProb()));
            at += token.text().codePointCount(0, token.text().length());
        }
        return json;
    }
}
