package org.rlhfworkbench.lm.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.lm.SharedData;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class GgufTokenizerTest {

    @Test
    void every_rule_is_known_by_its_name_and_by_what_it_says() {
        for (PreTokenizer rule : PreTokenizer.values()) {
            assertThat(PreTokenizer.named(rule.ggufName())).contains(rule);
            assertThat(PreTokenizer.of(rule.json())).contains(rule);
        }
        assertThat(PreTokenizer.named("something-new")).isEmpty();
        assertThat(PreTokenizer.of(JsonMapper.shared().readTree("{\"type\":\"Whitespace\"}")))
                .isEmpty();
    }

    @Test
    void the_tokenizer_of_gpt2_is_known_by_what_it_says() {
        JsonNode tokenizer = SharedData.json("tokenizers/gpt2/tokenizer.json");
        assertThat(PreTokenizer.of(tokenizer.path("pre_tokenizer"))).contains(PreTokenizer.GPT2);
    }

    @Test
    void merges_from_scores_give_the_tokens_that_the_merges_gave() {
        TokenizerFiles files = TokenizerFiles.of(SharedData.path("models/stories260K"));
        ObjectNode json = (ObjectNode)
                JsonMapper.shared().readTree(files.text(Tokenizer.FILE).orElseThrow());
        JsonNode vocabulary = json.path("model").path("vocab");
        List<String> tokens = new ArrayList<>(Collections.nCopies(vocabulary.size(), ""));
        List<Float> scores = new ArrayList<>(Collections.nCopies(vocabulary.size(), 0f));
        vocabulary.propertyStream().forEach(entry -> {
            tokens.set(entry.getValue().asInt(), entry.getKey());
            scores.set(entry.getValue().asInt(), -entry.getValue().asInt() + 0f);
        });
        ((ObjectNode) json.path("model")).set("merges", ScoredVocabulary.merges(tokens, scores));
        ScoredVocabulary.describe(json, true);
        try (Tokenizer given = Tokenizer.load(files);
                Tokenizer made =
                        Tokenizer.load(new TokenizerFiles(files.source(), Map.of(Tokenizer.FILE, json.toString())))) {
            for (String text : List.of("Once upon a time, Lily's dog ran away.", " two  spaces", "ü 你 12345\n")) {
                assertThat(made.encodeWhole(text)).isEqualTo(given.encodeWhole(text));
                assertThat(made.decode(made.encode(text), true)).isEqualTo(given.decode(given.encode(text), true));
            }
        }
    }
}
