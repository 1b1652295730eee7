package org.rlhfworkbench.lm.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlhfworkbench.lm.jinja.Text;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TokenizerTest {

    private static final Path STORIES = Path.of("../../shared/data/models/stories260K");

    @Test
    void texts_get_the_ids_that_transformers_gives_them() {
        try (Tokenizer tokenizer = stories()) {
            for (JsonNode example : reference()) {
                int[] expected = example.path("input_ids")
                        .valueStream()
                        .mapToInt(JsonNode::asInt)
                        .toArray();
                String text = example.path("text").asString();
                assertThat(tokenizer.encodeWhole(text)).containsExactly(expected);
                assertThat(tokenizer.decode(expected, true)).isEqualTo(text);
            }
        }
    }

    @Test
    void without_special_tokens_no_beginning_is_added() {
        try (Tokenizer tokenizer = stories()) {
            assertThat(tokenizer.encode("Once")).doesNotContain(1);
        }
    }

    @Test
    void a_special_token_that_a_person_types_is_text() {
        try (Tokenizer tokenizer = stories()) {
            assertThat(tokenizer.encode("a </s> b")).doesNotContain(2);
            assertThat(tokenizer.encode(Text.written("a </s> b"))).contains(2);
            assertThat(tokenizer.decode(tokenizer.encode("a </s> b"), true)).isEqualTo("a </s> b");
        }
    }

    @Test
    void special_tokens_are_left_out_of_a_text_on_request() {
        try (Tokenizer tokenizer = stories()) {
            int[] ids = tokenizer.encode(Text.written("</s>"));
            assertThat(tokenizer.decode(ids, true)).doesNotContain("</s>");
            assertThat(tokenizer.decode(ids, false)).contains("</s>");
        }
    }

    @Test
    void the_vocabulary_counts_every_id() {
        try (Tokenizer tokenizer = stories()) {
            assertThat(tokenizer.vocabularySize()).isEqualTo(512);
            assertThat(tokenizer.idOf("<s>")).hasValue(1);
            assertThat(tokenizer.idOf("no such token")).isEmpty();
        }
    }

    @Test
    void streamed_pieces_join_to_the_whole_text() {
        try (Tokenizer tokenizer = stories()) {
            String text = "é 你 and 🦊 went home. ";
            StreamingDecoder decoder = tokenizer.streamingAfter(new int[0]);
            StringBuilder joined = new StringBuilder();
            for (int id : tokenizer.encodeWhole(text)) {
                String piece = decoder.next(id);
                assertThat(piece).doesNotContain("\uFFFD");
                joined.append(piece);
            }
            assertThat(joined.append(decoder.rest())).hasToString(text);
        }
    }

    @Test
    void a_continuation_keeps_the_space_it_begins_with() {
        try (Tokenizer tokenizer = stories()) {
            int[] all = tokenizer.encodeWhole("Once upon a time, there was");
            int[] before = Arrays.copyOf(all, 3);
            int[] after = Arrays.copyOfRange(all, 3, all.length);
            String joined = tokenizer.decode(before, true) + tokenizer.decodeAfter(before, after);
            assertThat(joined).isEqualTo("Once upon a time, there was");
            assertThat(tokenizer.decodeAfter(new int[] {1}, tokenizer.encode("Once")))
                    .isEqualTo("Once");
        }
    }

    @Test
    void a_continuation_never_holds_a_nul_which_no_database_would_take() {
        try (Tokenizer tokenizer = stories()) {
            int nul = tokenizer.idOf("<0x00>").orElseThrow();
            int[] ids = {nul, tokenizer.encode("cat")[0]};
            assertThat(tokenizer.decode(ids, true)).contains("\0");
            assertThat(tokenizer.decodeAfter(new int[0], ids))
                    .doesNotContain("\0")
                    .startsWith("\uFFFD");
        }
    }

    @Test
    void a_missing_or_broken_file_is_named(@TempDir Path folder) throws Exception {
        assertThatThrownBy(() -> Tokenizer.load(folder))
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining(Tokenizer.FILE)
                .hasMessageContaining("no such file");
        Files.writeString(folder.resolve(Tokenizer.FILE), "{\"model\": ");
        assertThatThrownBy(() -> Tokenizer.load(folder)).hasMessageContaining("not JSON");
        Files.writeString(folder.resolve(Tokenizer.FILE), "{\"model\": {\"type\": \"nothing\"}}");
        assertThatThrownBy(() -> Tokenizer.load(folder)).hasMessageContaining("cannot be used");
    }

    private static Tokenizer stories() {
        assumeTrue(Files.exists(STORIES), "needs shared/data/models/stories260K");
        return Tokenizer.load(STORIES);
    }

    private static JsonNode reference() {
        return JsonMapper.shared().readTree(STORIES.resolve("reference.json")).path("cases");
    }
}
