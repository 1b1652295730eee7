package org.rlhfworkbench.lm.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.rlhfworkbench.lm.jinja.Value.None;

/** Cutting texts into parts. */
final class Splitting {

    private static final String LINE_ENDS = "\n\r\u000B\f\u001C\u001D\u001E\u0085\u2028\u2029";

    private Splitting() {}

    /** {@code split} and {@code rsplit}: at a separator, or at white space where none is given. */
    static Value split(Text self, Arguments arguments, boolean fromEnd, Rendering rendering) {
        Value separator = arguments.get(0, "sep", None.NONE);
        long most = arguments.whole(1, "maxsplit", -1);
        if (separator == None.NONE) {
            return Value.list(fromEnd ? wordsFromEnd(self, most, rendering) : words(self, most, rendering));
        }
        Text at = Python.text(separator);
        if (at.isEmpty()) {
            throw new TemplateException("empty separator");
        }
        return Value.list(fromEnd ? splitFromEnd(self, at, most, rendering) : split(self, at, most, rendering));
    }

    /** The parts between a separator's occurrences, at most so many cuts; any number if negative. */
    static List<Text> split(Text self, Text separator, long most, Rendering rendering) {
        rendering.spend(1 + (long) self.length() * (1 + separator.length() / 8) / 8);
        List<Text> parts = new ArrayList<>();
        String chars = self.toString();
        int start = 0;
        int found;
        while ((most < 0 || parts.size() < most) && (found = chars.indexOf(separator.toString(), start)) >= 0) {
            parts.add(self.substring(start, found));
            start = found + Math.max(1, separator.length());
            if (start > chars.length()) {
                return parts;
            }
        }
        parts.add(self.substring(start));
        return parts;
    }

    private static List<Text> splitFromEnd(Text self, Text separator, long most, Rendering rendering) {
        rendering.spend(1 + (long) self.length() * (1 + separator.length() / 8) / 8);
        List<Text> parts = new ArrayList<>();
        String chars = self.toString();
        int end = chars.length();
        int found;
        while ((most < 0 || parts.size() < most)
                && (found = chars.lastIndexOf(separator.toString(), end - separator.length())) >= 0) {
            parts.add(self.substring(found + separator.length(), end));
            end = found;
        }
        parts.add(self.substring(0, end));
        Collections.reverse(parts);
        return parts;
    }

    private static List<Text> words(Text self, long most, Rendering rendering) {
        rendering.spend(1 + self.length() / 8);
        List<Text> words = new ArrayList<>();
        String chars = self.toString();
        int start = skip(chars, 0, true);
        while (start < chars.length()) {
            int end = most >= 0 && words.size() >= most ? chars.length() : skip(chars, start, false);
            words.add(self.substring(start, end));
            start = skip(chars, end, true);
        }
        return words;
    }

    private static int skip(String chars, int from, boolean spaces) {
        int at = from;
        while (at < chars.length() && Python.isSpace(chars.charAt(at)) == spaces) {
            at++;
        }
        return at;
    }

    private static List<Text> wordsFromEnd(Text self, long most, Rendering rendering) {
        rendering.spend(1 + self.length() / 8);
        List<Text> words = new ArrayList<>();
        String chars = self.toString();
        int end = skipBack(chars, chars.length(), true);
        while (end > 0) {
            int start = most >= 0 && words.size() >= most ? 0 : skipBack(chars, end, false);
            words.add(self.substring(start, end));
            end = skipBack(chars, start, true);
        }
        Collections.reverse(words);
        return words;
    }

    private static int skipBack(String chars, int from, boolean spaces) {
        int at = from;
        while (at > 0 && Python.isSpace(chars.charAt(at - 1)) == spaces) {
            at--;
        }
        return at;
    }

    /** {@code splitlines}. */
    static Value lines(Text self, boolean keepEnds, Rendering rendering) {
        List<Text> lines = new ArrayList<>();
        String chars = self.toString();
        int start = 0;
        while (start < chars.length()) {
            int end = start;
            while (end < chars.length() && LINE_ENDS.indexOf(chars.charAt(end)) < 0) {
                end++;
            }
            int next = Math.min(chars.length(), chars.startsWith("\r\n", end) ? end + 2 : end + 1);
            lines.add(self.substring(start, keepEnds ? next : end));
            start = next;
        }
        rendering.spend(1 + lines.size() + chars.length() / 8);
        return Value.list(lines);
    }

    /** {@code partition} and {@code rpartition}: what is before, the separator, and what is behind. */
    static Value partition(Text self, Arguments arguments, boolean fromEnd, Rendering rendering) {
        Text separator = Python.text(arguments.get(0, "sep"));
        rendering.spend(1 + (long) self.length() * (1 + separator.length() / 8) / 8);
        String chars = self.toString();
        int found = fromEnd ? chars.lastIndexOf(separator.toString()) : chars.indexOf(separator.toString());
        if (found < 0) {
            return fromEnd ? Value.tuple(Text.EMPTY, Text.EMPTY, self) : Value.tuple(self, Text.EMPTY, Text.EMPTY);
        }
        return Value.tuple(self.substring(0, found), separator, self.substring(found + separator.length()));
    }
}
