package org.rlhfworkbench.lm.tokenizer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.jinja.Text;

/**
 * A tokenizer's special tokens as they are spelled, and names for them that nobody can type. A tokenizer that knows them by
 * those names alone takes {@code <|im_end|>} in a labeler's text for text; only what the template wrote is respelled.
 */
final class SpecialTokens {

    private final String secret = UUID.randomUUID().toString();
    private final Map<Character, List<Spelling>> byFirstCharacter = new HashMap<>();

    private record Spelling(String chars, int id) {}

    /** A special token in a text, from one UTF-16 index to before another. */
    record Occurrence(int id, int start, int end) {}

    SpecialTokens(Map<String, Integer> ids) {
        ids.forEach((chars, id) -> {
            if (!chars.isEmpty()) {
                byFirstCharacter
                        .computeIfAbsent(chars.charAt(0), first -> new ArrayList<>())
                        .add(new Spelling(chars, id));
            }
        });
        Comparator<Spelling> longestFirst = Comparator.comparingInt(spelling -> -spelling.chars.length());
        byFirstCharacter.values().forEach(list -> list.sort(longestFirst));
    }

    /** The name by which {@link #hidden} spells the token of an id. */
    String hiddenName(int id) {
        return "\uE000" + secret + "-" + id + "\uE000";
    }

    /** Those that the template wrote: none of their characters was typed by a person. */
    List<Occurrence> writtenIn(Text text) {
        List<Occurrence> found = new ArrayList<>();
        List<Text.Span> typed = text.typedSpans();
        String chars = text.toString();
        int span = 0;
        for (int at = 0; at < chars.length(); at++) {
            while (span < typed.size() && typed.get(span).end() <= at) {
                span++;
            }
            int free = span < typed.size() ? typed.get(span).start() : chars.length();
            Spelling spelling = at < free ? longest(chars, at) : null;
            if (spelling != null && at + spelling.chars.length() <= free) {
                found.add(new Occurrence(spelling.id, at, at + spelling.chars.length()));
                at += spelling.chars.length() - 1;
            }
        }
        return found;
    }

    private @Nullable Spelling longest(String chars, int at) {
        for (Spelling spelling : byFirstCharacter.getOrDefault(chars.charAt(at), List.of())) {
            if (chars.startsWith(spelling.chars, at)) {
                return spelling;
            }
        }
        return null;
    }

    /** A text in which what the template wrote of special tokens has its hidden name. */
    String hidden(Text text) {
        StringBuilder respelled = new StringBuilder(text.length() + 64);
        int end = 0;
        for (Occurrence occurrence : writtenIn(text)) {
            respelled.append(text.toString(), end, occurrence.start()).append(hiddenName(occurrence.id()));
            end = occurrence.end();
        }
        return respelled.append(text.toString(), end, text.length()).toString();
    }
}
