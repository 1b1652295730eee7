package org.rlhfworkbench.lm.tokenizer;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a conversation becomes tokens, the same for training and for sampling: {@link #render} of a conversation begins
 * with {@link #prompt} of what precedes its last answer.
 */
public interface ChatTemplate {

    /** The template of the models that this project trains, in the Jinja that Transformers reads. */
    String CHATML = "{% for message in messages %}"
            + "{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}"
            + "{% endfor %}"
            + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

    /** The token that opens a turn in {@link #CHATML}. */
    String TURN_START = "<|im_start|>";

    /** The token that closes a turn in {@link #CHATML}: the end of an answer. */
    String TURN_END = "<|im_end|>";

    /** Where a folder keeps its template when {@code tokenizer_config.json} does not. */
    String FILE = "chat_template.jinja";

    /** A whole conversation, to train on or to score. */
    RenderedChat render(List<Message> messages);

    /** A conversation up to where the assistant answers. */
    int[] prompt(List<Message> messages);

    /** The tokens that end an answer. */
    Set<Integer> stopTokens();

    /** The token put behind an answer; none if the model has no such token. */
    OptionalInt endToken();

    /** Whether the template marks who speaks; if not, texts simply follow each other. */
    boolean marksTurns();

    /**
     * The template that came with a tokenizer.
     *
     * @throws TokenizerException if there is a template that is not supported, or that names tokens which the
     *     tokenizer lacks
     */
    static ChatTemplate load(TokenizerFiles files, Tokenizer tokenizer) {
        JsonNode config = config(files);
        Path file = files.place(files.text(FILE).isPresent() ? FILE : BytePairVocabulary.CONFIG_FILE);
        String template = files.text(FILE).orElseGet(() -> template(config));
        if (template == null) {
            return new PlainTemplate(tokenizer, tokenName(config.path("eos_token")));
        }
        if (!template.strip().equals(CHATML)) {
            throw new TokenizerException(
                    file, "its chat template is not the ChatML template known here", "remove it to use plain text");
        }
        return new ChatMarkup(tokenizer, file);
    }

    private static @Nullable String template(JsonNode config) {
        JsonNode template = config.path("chat_template");
        return template.isMissingNode() || template.isNull() ? null : template.asString("");
    }

    private static JsonNode config(TokenizerFiles files) {
        try {
            return JsonMapper.shared()
                    .readTree(files.text(BytePairVocabulary.CONFIG_FILE).orElse("{}"));
        } catch (JacksonException e) {
            throw new TokenizerException(
                    files.place(BytePairVocabulary.CONFIG_FILE),
                    "it is not JSON (" + e.getOriginalMessage() + ")",
                    "copy or download it again");
        }
    }

    private static String tokenName(JsonNode token) {
        return token.isObject() ? token.path("content").asString("") : token.asString("");
    }
}
