package org.rlhfworkbench.lm.data;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.rlhfworkbench.lm.tokenizer.ChatTemplate;
import org.rlhfworkbench.lm.tokenizer.Message;
import org.rlhfworkbench.lm.tokenizer.Tokenizer;

/** Something that a model reads: a document, a conversation, or token ids as they are. */
public sealed interface ModelInput {

    /** Token ids, which need no tokenizer. */
    @SuppressWarnings("ArrayRecordComponent") // read once, compared by nobody
    record Tokens(int[] ids) implements ModelInput {}

    /** A text by itself. */
    record Text(String text) implements ModelInput {}

    /** A conversation. */
    record Chat(List<Message> messages) implements ModelInput {

        public Chat {
            messages = List.copyOf(messages);
        }
    }

    /**
     * The input of a line: its {@code input_ids}, {@code text}, {@code messages}, or {@code prompt} with the
     * {@code response} or {@code completion} if there is one.
     *
     * @throws BadInput if the line has none of them
     */
    static ModelInput of(Value line) {
        if (line.has("input_ids")) {
            List<Value> ids = line.get("input_ids").list();
            return new Tokens(ids.stream().mapToInt(ModelInput::tokenId).toArray());
        }
        if (line.has("text")) {
            return new Text(line.get("text").text());
        }
        if (line.has("messages")) {
            return new Chat(Turns.messages(line.get("messages")));
        }
        if (!line.has("prompt")) {
            throw line.bad(
                    "it has neither input_ids nor text, messages or prompt", "Add one of them, or remove the line");
        }
        Turns prompt = Turns.prompt(line.get("prompt"));
        String answer = line.has("response") ? "response" : "completion";
        return new Chat(line.has(answer) ? prompt.and(Turns.answer(line.get(answer))) : prompt.messages());
    }

    private static int tokenId(Value value) {
        long id = value.whole();
        if (id < 0 || id > Integer.MAX_VALUE) {
            throw value.bad("\"" + value.name() + "\" is no token id", "Give ids of the model's vocabulary");
        }
        return (int) id;
    }

    /** All its tokens, to score. The suppliers are asked only when needed: ids work without a tokenizer. */
    default int[] whole(Supplier<Tokenizer> tokenizer, Supplier<ChatTemplate> template) {
        return switch (this) {
            case Tokens tokens -> Arrays.copyOf(tokens.ids, tokens.ids.length);
            case Text text -> tokenizer.get().encodeWhole(text.text);
            case Chat chat -> template.get().render(chat.messages).tokens();
        };
    }

    /** The tokens to go on from: of a conversation, up to where the assistant speaks next. */
    default int[] prompt(Supplier<Tokenizer> tokenizer, Supplier<ChatTemplate> template) {
        return this instanceof Chat chat ? template.get().prompt(chat.messages) : whole(tokenizer, template);
    }
}
