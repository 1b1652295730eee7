package org.rlhfworkbench.lm.data;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.tokenizer.Message;

/**
 * A line of {@code demonstrations.jsonl}: {@code messages}, or {@code prompt} and {@code completion}.
 *
 * @param id unique in the file; made from the line's number where there is none
 * @param messages at least one of them by the assistant
 * @param labeler the pseudonym of who wrote it
 */
public record Demonstration(
        String id, List<Message> messages, @Nullable String labeler) {

    public Demonstration {
        messages = List.copyOf(messages);
    }

    /**
     * Reads a file of demonstrations.
     *
     * @throws BadInput naming the line
     */
    public static List<Demonstration> read(Path file) {
        return JsonLines.read(file, Demonstration::of);
    }

    private static Demonstration of(Value line) {
        List<Message> messages = line.has("messages")
                ? Turns.messages(line.get("messages"))
                : Turns.prompt(line.get("prompt")).and(Turns.answer(line.get("completion")));
        if (messages.stream().noneMatch(Message::fromAssistant)) {
            throw line.bad("no turn is the assistant's", "Add the answer to learn from, or remove the line");
        }
        return new Demonstration(
                JsonLines.id(line), messages, line.get("labeler").optionalText().orElse(null));
    }
}
