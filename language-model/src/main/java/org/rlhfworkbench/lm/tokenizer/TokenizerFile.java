package org.rlhfworkbench.lm.tokenizer;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The parts of a {@code tokenizer.json} that the tokenizer's binding does not show. */
final class TokenizerFile {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final ObjectNode root;
    private final Map<String, Integer> ids = new HashMap<>();
    private final Set<Integer> special = new LinkedHashSet<>();
    private final SpecialTokens specialTokens;

    private TokenizerFile(ObjectNode root) {
        this.root = root;
        JsonNode vocabulary = root.path("model").path("vocab");
        if (vocabulary.isObject()) {
            vocabulary
                    .propertyStream()
                    .forEach(e -> ids.put(e.getKey(), e.getValue().asInt()));
        } else {
            for (int id = 0; id < vocabulary.size(); id++) { // Unigram: [[token, score], …]
                ids.put(vocabulary.get(id).get(0).asString(), id);
            }
        }
        Map<String, Integer> spelled = new HashMap<>();
        for (JsonNode added : root.path("added_tokens")) {
            String spelling = added.path("content").asString();
            int id = added.path("id").asInt();
            ids.put(spelling, id);
            if (added.path("special").asBoolean()) {
                special.add(id);
                spelled.put(spelling, id);
            }
        }
        this.specialTokens = new SpecialTokens(spelled);
    }

    static TokenizerFile parse(TokenizerFiles files) {
        Path file = files.place(Tokenizer.FILE);
        String text = files.text(Tokenizer.FILE)
                .orElseThrow(() -> new TokenizerException(
                        file, "there is no such file", "give a folder that has a tokenizer.json"));
        try {
            if (JSON.readTree(text) instanceof ObjectNode root && root.has("model")) {
                return new TokenizerFile(root);
            }
        } catch (JacksonException e) {
            throw new TokenizerException(
                    file, "it is not JSON (" + e.getOriginalMessage() + ")", "copy or download it again");
        }
        throw new TokenizerException(file, "it has no \"model\"", "give a tokenizer.json in Hugging Face's format");
    }

    Map<String, Integer> ids() {
        return ids;
    }

    Set<Integer> special() {
        return special;
    }

    SpecialTokens specialTokens() {
        return specialTokens;
    }

    String json() {
        return JSON.writeValueAsString(root);
    }

    /**
     * The same tokenizer with its special tokens renamed to {@link SpecialTokens#hiddenName}. Renamed and not removed,
     * because later added tokens would otherwise change their ids.
     */
    String jsonDeafToSpecialTokens() {
        ObjectNode copy = root.deepCopy();
        Map<String, String> names = new HashMap<>();
        for (JsonNode added : copy.path("added_tokens")) {
            if (added.path("special").asBoolean() && added instanceof ObjectNode token) {
                String hidden = specialTokens.hiddenName(token.path("id").asInt());
                names.put(token.path("content").asString(), hidden);
                token.put("content", hidden);
            }
        }
        if (copy.path("model") instanceof ObjectNode model) {
            renameInVocabulary(model, names);
        }
        return JSON.writeValueAsString(copy);
    }

    private static void renameInVocabulary(ObjectNode model, Map<String, String> names) {
        if (model.path("vocab") instanceof ObjectNode vocabulary) {
            names.forEach((name, hidden) -> {
                JsonNode id = vocabulary.remove(name);
                if (id != null) {
                    vocabulary.set(hidden, id);
                }
            });
        } else if (model.path("vocab") instanceof ArrayNode vocabulary) {
            for (JsonNode entry : vocabulary) {
                String hidden = names.get(entry.get(0).asString());
                if (hidden != null && entry instanceof ArrayNode pair) {
                    pair.set(0, hidden);
                }
            }
        }
        String unknown = names.get(model.path("unk_token").asString(""));
        if (unknown != null) {
            model.put("unk_token", unknown);
        }
    }
}
