package org.rlhfworkbench.lm.tokenizer;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * ChatML: {@code <|im_start|>ROLE\nCONTENT<|im_end|>\n} for each turn.
 *
 * <p>What precedes an answer and the answer are tokenized apart, because that is what sampling does: the model is
 * trained on the very tokens it can produce. Roles and contents of the other turns are tokenized together, as
 * Transformers does.
 */
final class ChatMarkup implements ChatTemplate {

    private final Tokenizer tokenizer;
    private final int start;
    private final int end;
    private final int[] newline;
    private final Set<Integer> stopTokens = new LinkedHashSet<>();

    ChatMarkup(Tokenizer tokenizer, Path file) {
        this.tokenizer = tokenizer;
        this.start = required("<|im_start|>", file);
        this.end = required("<|im_end|>", file);
        this.newline = tokenizer.encode("\n");
        stopTokens.add(end);
        tokenizer.idOf("<|endoftext|>").ifPresent(stopTokens::add);
    }

    private int required(String token, Path file) {
        return tokenizer
                .idOf(token)
                .orElseThrow(() -> new TokenizerException(
                        file,
                        "its chat template uses " + token + ", which the tokenizer beside it lacks",
                        "take both from the same model"));
    }

    @Override
    public RenderedChat render(List<Message> messages) {
        return append(new TokenSequence(), messages).rendered();
    }

    @Override
    public int[] prompt(List<Message> messages) {
        TokenSequence sequence = append(new TokenSequence(), messages);
        openAnswer(sequence);
        return sequence.tokens();
    }

    private TokenSequence append(TokenSequence sequence, List<Message> messages) {
        for (Message message : messages) {
            boolean assistant = message.fromAssistant();
            if (assistant) {
                openAnswer(sequence);
                sequence.add(true, tokenizer.encode(message.content()));
            } else {
                sequence.add(false, start);
                sequence.add(false, tokenizer.encode(message.role() + "\n" + message.content()));
            }
            sequence.add(assistant, end);
            sequence.add(false, newline);
        }
        return sequence;
    }

    private void openAnswer(TokenSequence sequence) {
        sequence.add(false, start);
        sequence.add(false, tokenizer.encode(Message.ASSISTANT + "\n"));
    }

    @Override
    public Set<Integer> stopTokens() {
        return Set.copyOf(stopTokens);
    }

    @Override
    public OptionalInt endToken() {
        return OptionalInt.of(end);
    }

    @Override
    public boolean marksTurns() {
        return true;
    }
}
