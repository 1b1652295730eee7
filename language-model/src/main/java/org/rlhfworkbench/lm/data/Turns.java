package org.rlhfworkbench.lm.data;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.rlhfworkbench.lm.tokenizer.Message;

/**
 * The turns of a conversation as a file gives them: a text, or a list of messages. Written back as it was read.
 *
 * @param messages the turns; a text alone is one of them
 * @param asText whether the file had a text
 */
public record Turns(List<Message> messages, boolean asText) {

    private static final Set<String> ROLES = Set.of(Message.SYSTEM, Message.USER, Message.ASSISTANT);

    public Turns {
        messages = List.copyOf(messages);
    }

    public static Turns of(String userText) {
        return new Turns(List.of(Message.user(userText)), true);
    }

    /** A prompt: a text that the user says, or messages. */
    static Turns prompt(Value value) {
        return read(value, Message.USER);
    }

    /** An answer: a text that the assistant says, or messages. */
    static Turns answer(Value value) {
        return read(value, Message.ASSISTANT);
    }

    private static Turns read(Value value, String speaker) {
        return value.json().isArray()
                ? new Turns(messages(value), false)
                : new Turns(List.of(new Message(speaker, value.text())), true);
    }

    static List<Message> messages(Value list) {
        List<Message> messages = new ArrayList<>();
        for (Value turn : list.list()) {
            String role = turn.get("role").text();
            if (!ROLES.contains(role)) {
                throw turn.bad(
                        "\"" + turn.name() + ".role\" is \"" + role + "\"",
                        "Use \"system\", \"user\" or \"assistant\"");
            }
            messages.add(new Message(role, turn.get("content").text()));
        }
        if (messages.isEmpty()) {
            throw list.bad("\"" + list.name() + "\" has no message", "Add one, or remove the line");
        }
        return messages;
    }

    /** These turns and what was said next. */
    public List<Message> and(Turns answer) {
        List<Message> all = new ArrayList<>(messages);
        all.addAll(answer.messages);
        return List.copyOf(all);
    }

    /** These turns and the assistant's answer. */
    public List<Message> and(String answer) {
        return and(new Turns(List.of(Message.assistant(answer)), true));
    }

    @JsonValue
    Object json() {
        return asText ? messages.getFirst().content() : messages;
    }
}
