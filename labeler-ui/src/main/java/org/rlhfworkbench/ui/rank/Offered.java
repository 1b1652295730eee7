package org.rlhfworkbench.ui.rank;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.conversation.Conversation;
import org.rlhfworkbench.ui.markdown.Markdown;

/**
 * An item as the browser gets it: no key, no model, texts as sanitised HTML.
 *
 * @param id names the item between page and server
 * @param outputs in this person's own order
 * @param draft what was placed so far; null when nothing was
 * @param label the answer that is being corrected; null for a new one
 * @param since when it was answered, ISO 8601; null for a new one
 * @param depth how many answers back it lies, 0 for the latest
 */
record Offered(
        String id,
        List<Turn> turns,
        List<String> outputs,
        @Nullable RankDraft draft,
        @Nullable Long label,
        @Nullable String since,
        int depth) {

    /** @param role as in files: {@code user} */
    record Turn(String role, String html) {}

    static List<Turn> turns(Conversation prompt) {
        return prompt.messages().stream()
                .map(message -> new Turn(message.role().wireName(), Markdown.html(message.content())))
                .toList();
    }
}
