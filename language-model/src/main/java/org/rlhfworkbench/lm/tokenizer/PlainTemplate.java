package org.rlhfworkbench.lm.tokenizer;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** For a model without a chat template: the texts follow each other, and the last answer ends with the end token. */
final class PlainTemplate implements ChatTemplate {

    private final Tokenizer tokenizer;
    private final Path file;
    private final OptionalInt end;

    PlainTemplate(Tokenizer tokenizer, TemplateSource source) {
        this.tokenizer = tokenizer;
        this.file = source.file();
        this.end = tokenizer.idOf(source.specialTokens().getOrDefault(TemplateSource.EOS, ""));
    }

    @Override
    public RenderedChat render(List<Message> messages) {
        TokenSequence sequence = new TokenSequence();
        int[] before = {};
        for (int i = 0; i < messages.size(); i++) {
            int[] upToHere = prompt(messages.subList(0, i + 1));
            // A token may span the border between two texts; then it belongs to the later one.
            int shared = Arrays.mismatch(before, upToHere);
            if (shared >= 0) {
                sequence.keepFirst(shared);
                sequence.add(messages.get(i).fromAssistant(), Arrays.copyOfRange(upToHere, shared, upToHere.length));
            }
            before = upToHere;
        }
        if (end.isPresent() && !messages.isEmpty() && messages.getLast().fromAssistant()) {
            sequence.add(true, end.getAsInt());
        }
        return sequence.rendered();
    }

    @Override
    public int[] prompt(List<Message> messages) {
        return tokenizer.encodeWhole(messages.stream().map(Message::content).collect(Collectors.joining()));
    }

    @Override
    public void requireTrainable() {
        if (end.isEmpty()) {
            throw new TokenizerException(
                    file,
                    "it names no end token of the tokenizer, so that a model trained with it would never learn to end",
                    "name one as " + TemplateSource.EOS);
        }
    }

    @Override
    public Set<Integer> stopTokens() {
        return end.isPresent() ? Set.of(end.getAsInt()) : Set.of();
    }

    @Override
    public OptionalInt endToken() {
        return end;
    }

    @Override
    public boolean marksTurns() {
        return false;
    }
}
