package org.rlhfworkbench.lm.jinja;

import java.util.Locale;

/** Upper and lower case. */
final class Letters {

    private Letters() {}

    static Text upper(Text text) {
        return text.mapRuns(run -> run.toUpperCase(Locale.ROOT));
    }

    static Text lower(Text text) {
        return text.mapRuns(run -> run.toLowerCase(Locale.ROOT));
    }

    /** The first letter large, the others small. */
    static Text capitalize(Text text) {
        if (text.isEmpty()) {
            return text;
        }
        int first = Character.charCount(text.toString().codePointAt(0));
        return titled(text.substring(0, first)).plus(lower(text.substring(first)));
    }

    private static Text titled(Text letter) {
        return letter.mapCodePoints(codePoint -> Character.toString(Character.toTitleCase(codePoint)));
    }

    /** {@code str.title}: a letter behind a letter is small, any other large. */
    static Text title(Text text) {
        boolean[] inside = {false};
        return text.mapCodePoints(codePoint -> {
            int changed = inside[0] ? Character.toLowerCase(codePoint) : Character.toTitleCase(codePoint);
            inside[0] = Character.isLetter(codePoint);
            return Character.toString(changed);
        });
    }

    /** The {@code title} filter: words begin behind white space, {@code -} and opening brackets. */
    static Text words(Text text) {
        boolean[] inside = {false};
        return text.mapCodePoints(codePoint -> {
            String changed = Character.toString(codePoint);
            changed = inside[0] ? changed.toLowerCase(Locale.ROOT) : changed.toUpperCase(Locale.ROOT);
            inside[0] = !Python.isSpace(codePoint) && "-({[<".indexOf(codePoint) < 0;
            return changed;
        });
    }

    static boolean isUpper(String text) {
        return text.codePoints().anyMatch(Character::isUpperCase)
                && text.codePoints().noneMatch(Character::isLowerCase);
    }

    static boolean isLower(String text) {
        return text.codePoints().anyMatch(Character::isLowerCase)
                && text.codePoints().noneMatch(Character::isUpperCase);
    }
}
