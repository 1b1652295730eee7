package org.rlhfworkbench.lm.tokenizer;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a model's files say of its chat template.
 *
 * @param file where the template stands, for errors
 * @param template in Jinja; null if the model has none
 * @param specialTokens by the names that templates know them by, such as {@code eos_token}
 * @param stopTokens that {@code generation_config.json} ends an answer at
 */
record TemplateSource(
        Path file, @Nullable String template, Map<String, String> specialTokens, Set<Integer> stopTokens) {

    static final String EOS = "eos_token";

    private static final List<String> NAMES =
            List.of("bos_token", EOS, "unk_token", "sep_token", "pad_token", "cls_token", "mask_token");
    private static final String DEFAULT = "default";

    /**
     * Reads the template of {@code chat_template.jinja}, or else of {@code tokenizer_config.json}, where it may be one of
     * several with names.
     *
     * @throws TokenizerException if a file is not JSON, or none of several templates is the default
     */
    static TemplateSource of(TokenizerFiles files) {
        JsonNode config = json(files, BytePairVocabulary.CONFIG_FILE);
        Optional<String> ownFile = files.text(ChatTemplate.FILE);
        Path file = files.place(ownFile.isPresent() ? ChatTemplate.FILE : BytePairVocabulary.CONFIG_FILE);
        return new TemplateSource(
                file,
                ownFile.orElseGet(() -> template(config.path("chat_template"), file)),
                specialTokens(config, json(files, TokenizerFiles.SPECIAL_TOKENS)),
                stopTokens(json(files, TokenizerFiles.GENERATION_CONFIG)));
    }

    private static JsonNode json(TokenizerFiles files, String name) {
        try {
            return JsonMapper.shared().readTree(files.text(name).orElse("{}"));
        } catch (JacksonException e) {
            throw new TokenizerException(
                    files.place(name), "it is not JSON (" + e.getOriginalMessage() + ")", "copy or download it again");
        }
    }

    private static @Nullable String template(JsonNode template, Path file) {
        if (!template.isArray()) {
            return template.isMissingNode() || template.isNull() ? null : template.asString("");
        }
        for (JsonNode named : template) {
            if (named.path("name").asString("").equals(DEFAULT)) {
                return named.path("template").asString("");
            }
        }
        throw new TokenizerException(
                file,
                "none of its chat templates is named \"" + DEFAULT + "\"",
                "put the one to use into " + ChatTemplate.FILE);
    }

    private static Map<String, String> specialTokens(JsonNode config, JsonNode map) {
        Map<String, String> tokens = new LinkedHashMap<>();
        for (String name : NAMES) {
            String token = token(config.has(name) ? config.path(name) : map.path(name));
            if (!token.isEmpty()) {
                tokens.put(name, token);
            }
        }
        return tokens;
    }

    private static String token(JsonNode token) {
        return token.isObject() ? token.path("content").asString("") : token.asString("");
    }

    private static Set<Integer> stopTokens(JsonNode generationConfig) {
        Set<Integer> ids = new LinkedHashSet<>();
        JsonNode ends = generationConfig.path("eos_token_id");
        if (ends.isInt()) {
            ids.add(ends.asInt());
        }
        ends.valueStream().filter(JsonNode::isInt).forEach(id -> ids.add(id.asInt()));
        return ids;
    }
}
