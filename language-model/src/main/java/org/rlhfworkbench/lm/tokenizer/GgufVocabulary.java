package org.rlhfworkbench.lm.tokenizer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rlhfworkbench.lm.checkpoint.BadCheckpoint;
import org.rlhfworkbench.lm.checkpoint.GgufWriter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A byte-level {@code tokenizer.json} in the words of a GGUF file's metadata. */
final class GgufVocabulary {

    private final TokenizerFiles files;
    private final JsonNode tokenizer;
    private final JsonNode config;
    private final PreTokenizer rule;
    private final Map<String, Integer> ids = new HashMap<>();

    GgufVocabulary(TokenizerFiles files) {
        this.files = files;
        this.tokenizer = json(files, Tokenizer.FILE);
        this.config = json(files, BytePairVocabulary.CONFIG_FILE);
        if (!tokenizer.path("model").path("type").asString("").equals("BPE")
                || tokenizer.path("model").path("byte_fallback").asBoolean(false)) {
            throw unsupported("a tokenizer that is not byte-level BPE");
        }
        this.rule = PreTokenizer.of(tokenizer.path("pre_tokenizer"))
                .orElseThrow(() -> unsupported("a tokenizer that cuts texts by a rule of its own"));
        tokenizer
                .path("model")
                .path("vocab")
                .propertyStream()
                .forEach(entry -> ids.put(entry.getKey(), entry.getValue().asInt()));
        tokenizer
                .path("added_tokens")
                .forEach(token -> ids.put(text(token), token.path("id").asInt()));
    }

    private static JsonNode json(TokenizerFiles files, String name) {
        return JsonMapper.shared().readTree(files.text(name).orElse("{}"));
    }

    private BadCheckpoint unsupported(String what) {
        return new BadCheckpoint(
                files.source().toString(),
                what + " is not written to GGUF",
                "Convert to a folder, and from there with llama.cpp's convert_hf_to_gguf.py");
    }

    private static String text(JsonNode token) {
        return token.isObject() ? token.path("content").asString("") : token.asString("");
    }

    void describe(GgufWriter writer, int vocabularySize, List<Integer> endTokens) {
        writer.text(GgufTokenizer.MODEL, "gpt2");
        writer.text(GgufTokenizer.PRE, rule.ggufName());
        tokens(writer, vocabularySize);
        writer.texts(GgufTokenizer.MERGES, merges());
        int end = ids.getOrDefault(text(config.path("eos_token")), endTokens.isEmpty() ? -1 : endTokens.getFirst());
        special(writer, "eos", end);
        special(writer, "bos", ids.getOrDefault(text(config.path("bos_token")), -1));
        special(writer, "padding", ids.getOrDefault(text(config.path("pad_token")), -1));
        special(writer, "unknown", ids.getOrDefault(text(config.path("unk_token")), -1));
        endTokens.stream().filter(id -> id != end).findFirst().ifPresent(id -> special(writer, "eot", id));
        writer.flag(
                GgufTokenizer.ADD_BEGIN,
                tokenizer.path("post_processor").path("type").asString("").equals("TemplateProcessing"));
        writer.flag("tokenizer.ggml.add_space_prefix", false);
        String template = TemplateSource.of(files).template();
        if (template != null) {
            writer.text(GgufTokenizer.TEMPLATE, template);
        }
    }

    private static void special(GgufWriter writer, String name, int id) {
        if (id >= 0) {
            writer.wholeNumber("tokenizer.ggml." + name + "_token_id", id);
        }
    }

    private void tokens(GgufWriter writer, int vocabularySize) {
        List<String> tokens = new ArrayList<>();
        for (int id = 0; id < vocabularySize; id++) {
            tokens.add("[PAD" + id + "]");
        }
        List<Integer> types = new ArrayList<>(Collections.nCopies(vocabularySize, GgufTokenizer.UNUSED));
        ids.forEach((token, id) -> {
            tokens.set(id, token);
            types.set(id, GgufTokenizer.NORMAL);
        });
        for (JsonNode added : tokenizer.path("added_tokens")) {
            boolean special = added.path("special").asBoolean(false);
            types.set(added.path("id").asInt(), special ? GgufTokenizer.CONTROL : GgufTokenizer.USER_DEFINED);
        }
        writer.texts(GgufTokenizer.TOKENS, tokens);
        writer.integers(GgufTokenizer.TYPES, types);
    }

    /** Older files have a merge as one text, newer ones as two. */
    private List<String> merges() {
        return tokenizer
                .path("model")
                .path("merges")
                .valueStream()
                .map(merge -> merge.isArray()
                        ? merge.path(0).asString() + " " + merge.path(1).asString()
                        : merge.asString())
                .toList();
    }
}
