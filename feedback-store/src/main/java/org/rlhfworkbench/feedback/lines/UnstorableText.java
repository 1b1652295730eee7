package org.rlhfworkbench.feedback.lines;

import org.rlhfworkbench.feedback.BadLine.Fault;
import tools.jackson.databind.JsonNode;

/** Texts that JSON can hold and a database or a UTF-8 file cannot. */
final class UnstorableText {

    private UnstorableText() {}

    static void refuseIn(JsonNode object) {
        object.properties().forEach(entry -> {
            if (isUnstorable(entry.getKey()) || isUnstorable(entry.getValue())) {
                throw new LineFault(Fault.UNSTORABLE_TEXT, entry.getKey().replace('\0', '?'));
            }
        });
    }

    private static boolean isUnstorable(JsonNode node) {
        if (node.isString()) {
            return isUnstorable(node.stringValue());
        }
        return node.valueStream().anyMatch(UnstorableText::isUnstorable)
                || node.properties().stream().anyMatch(entry -> isUnstorable(entry.getKey()));
    }

    private static boolean isUnstorable(String text) {
        return text.codePoints()
                .anyMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    }
}
