package org.rlhfworkbench.lm.data;

import org.jspecify.annotations.Nullable;

/** Holds the rule that a file has one kind of prompt: mixed files break the readers of other tools. */
final class OneKind {

    private @Nullable Value first;
    private boolean text;

    Turns check(Value line, Turns prompt) {
        if (first == null) {
            first = line;
            text = prompt.asText();
        } else if (prompt.asText() != text) {
            throw line.bad(
                    "\"prompt\" is a " + kind(prompt.asText()) + ", on line " + first.line() + " a " + kind(text),
                    "Use one kind of prompt in a file");
        }
        return prompt;
    }

    private static String kind(boolean text) {
        return text ? "text" : "list of messages";
    }
}
