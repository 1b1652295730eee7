package org.rlhfworkbench.lm.jinja;

import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Taking characters off the ends of a text. */
final class Trimming {

    private Trimming() {}

    /**
     * {@code strip}, {@code lstrip}, {@code rstrip}.
     *
     * @param characters what goes; white space if null
     */
    static Text strip(Text text, @Nullable Text characters, boolean left, boolean right) {
        IntPredicate goes = characters == null
                ? Python::isSpace
                : codePoint -> characters.toString().indexOf(codePoint) >= 0;
        String chars = text.toString();
        int start = 0;
        int end = chars.length();
        while (left && start < end && goes.test(chars.codePointAt(start))) {
            start += Character.charCount(chars.codePointAt(start));
        }
        while (right && end > start && goes.test(chars.codePointBefore(end))) {
            end -= Character.charCount(chars.codePointBefore(end));
        }
        return text.substring(start, end);
    }

    static Text removePrefix(Text text, Text prefix) {
        return text.toString().startsWith(prefix.toString()) ? text.substring(prefix.length()) : text;
    }

    static Text removeSuffix(Text text, Text suffix) {
        return text.toString().endsWith(suffix.toString()) ? text.substring(0, text.length() - suffix.length()) : text;
    }
}
