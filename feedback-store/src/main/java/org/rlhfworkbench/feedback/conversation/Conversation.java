package org.rlhfworkbench.feedback.conversation;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A prompt or a whole exchange.
 *
 * @param plain true for a prompt that is one text rather than a list of messages; it then holds one user message
 */
public record Conversation(List<Message> messages, boolean plain) {

    public Conversation {
        messages = List.copyOf(messages);
        if (plain && (messages.size() != 1 || messages.getFirst().role() != Role.USER)) {
            throw new IllegalArgumentException("a plain prompt is exactly one user message");
        }
    }

    public static Conversation of(String text) {
        return new Conversation(List.of(Message.user(text)), true);
    }

    public static Conversation of(List<Message> messages) {
        return new Conversation(messages, false);
    }

    /** All contents, one below the other: what a search looks through. */
    public String text() {
        return messages.stream().map(Message::content).collect(Collectors.joining("\n"));
    }

    /** The last thing said, cut to a length for a list. */
    public String preview(int length) {
        String last =
                messages.isEmpty() ? "" : messages.getLast().content().strip().replaceAll("\\s+", " ");
        int end = last.offsetByCodePoints(0, Math.min(length, last.codePointCount(0, last.length())));
        return end < last.length() ? last.substring(0, end) + "…" : last;
    }

    /** Equal for conversations that differ in case, spacing and form (plain or one user message) only. */
    public String normalised() {
        return messages.stream()
                .map(message -> message.role().wireName() + ": "
                        + message.content().strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT))
                .collect(Collectors.joining("\n"));
    }
}
