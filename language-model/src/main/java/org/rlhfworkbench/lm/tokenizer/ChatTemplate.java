package org.rlhfworkbench.lm.tokenizer;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

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

    /**
     * A whole conversation, to train on or to score.
     *
     * @throws TemplateRefusal if the template does not take it, or does not begin it with {@link #prompt}
     */
    RenderedChat render(List<Message> messages);

    /**
     * A conversation up to where the assistant answers.
     *
     * @throws TemplateRefusal if the template does not take it
     */
    int[] prompt(List<Message> messages);

    /** The tokens that end an answer. */
    Set<Integer> stopTokens();

    /** The token put behind an answer; none if the model has no such token. */
    OptionalInt endToken();

    /** Whether the template marks who speaks; if not, texts simply follow each other. */
    boolean marksTurns();

    /**
     * Checks, once before a run, that a model can be trained with this template: what stands before an answer is the same
     * in training as in sampling, and a token that ends the answer is trained.
     *
     * @throws TokenizerException naming the file and what to change
     */
    void requireTrainable();

    /**
     * The template that came with a tokenizer, or plain text where there is none.
     *
     * @throws TokenizerException if there is a template that cannot be read, naming its line
     */
    static ChatTemplate load(TokenizerFiles files, Tokenizer tokenizer) {
        TemplateSource source = TemplateSource.of(files);
        return source.template() == null
                ? new PlainTemplate(tokenizer, source)
                : new JinjaTemplate(tokenizer, source, source.template());
    }
}
