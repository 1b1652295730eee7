package org.rlhfworkbench.lm.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.rlhfworkbench.lm.SharedData;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tokens of conversations against Transformers; {@code src/test/python/chat_tokens.py} wrote the file. */
class TransformersTokensTest {

    private static final JsonNode FILE = read();

    @TestFactory
    Stream<DynamicTest> conversations_get_the_tokens_that_transformers_gives_them() {
        return FILE.path("tokenizers").propertyNames().stream()
                .flatMap(name -> FILE.path("families").propertyNames().stream()
                        .map(family -> DynamicTest.dynamicTest(name + ", " + family, () -> check(name, family))));
    }

    private static void check(String name, String family) throws IOException {
        Path folder = SharedData.path(name);
        TokenizerFiles files = new TokenizerFiles(
                folder,
                Map.of(
                        Tokenizer.FILE, Files.readString(folder.resolve(Tokenizer.FILE)),
                        BytePairVocabulary.CONFIG_FILE,
                                FILE.path("tokenizers").path(name).toString(),
                        ChatTemplate.FILE, FILE.path("families").path(family).asString()));
        try (Tokenizer tokenizer = Tokenizer.load(files)) {
            ChatTemplate template = ChatTemplate.load(files, tokenizer);
            for (JsonNode example : FILE.path("cases")) {
                if (example.path("tokenizer").asString().equals(name)
                        && example.path("family").asString().equals(family)) {
                    check(template, example);
                }
            }
        }
    }

    private static void check(ChatTemplate template, JsonNode example) {
        List<Message> messages = FILE.path("chats")
                .path(example.path("chat").asInt())
                .valueStream()
                .map(message -> new Message(
                        message.path("role").asString(), message.path("content").asString()))
                .toList();
        boolean prompt = example.path("prompt").asBoolean();
        if (example.has("error") || example.has("unlike")) {
            assertThatThrownBy(() -> tokens(template, messages, prompt)).isInstanceOf(TemplateRefusal.class);
            return;
        }
        int[] tokens = tokens(template, messages, prompt);
        if (example.has("ids")) {
            assertThat(tokens).as("%s", messages).containsExactly(ids(example.path("ids")));
        }
        if (!prompt && messages.getLast().fromAssistant()) {
            assertThat(tokens).startsWith(template.prompt(messages.subList(0, messages.size() - 1)));
        }
    }

    private static int[] tokens(ChatTemplate template, List<Message> messages, boolean prompt) {
        return prompt ? template.prompt(messages) : template.render(messages).tokens();
    }

    private static int[] ids(JsonNode list) {
        return list.valueStream().mapToInt(JsonNode::asInt).toArray();
    }

    private static JsonNode read() {
        try (InputStream stream =
                Objects.requireNonNull(TransformersTokensTest.class.getResourceAsStream("chat-tokens.json"))) {
            return JsonMapper.shared().readTree(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
