package org.rlhfworkbench.feedback.exchange;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.campaigns.Item;
import org.rlhfworkbench.feedback.campaigns.Output;
import org.rlhfworkbench.feedback.conversation.Message;
import org.rlhfworkbench.feedback.labels.Judgement;
import org.rlhfworkbench.feedback.lines.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A ranking as the pairs it implies: every output against every one of a worse group. Tied outputs make no pair. The
 * margin is the sum of the strengths between the two groups, when the labeler gave strengths.
 */
final class Pairs {

    private Pairs() {}

    /** The lines of {@code pairs.jsonl} that one judgement on the item gives. */
    static void of(Item item, Judgement judgement, Consumer<ObjectNode> lines) {
        Map<String, String> contents = item.outputs().stream().collect(Collectors.toMap(Output::key, Output::content));
        List<List<String>> groups = judgement.groups();
        for (int better = 0; better < groups.size(); better++) {
            for (int worse = better + 1; worse < groups.size(); worse++) {
                for (String chosen : groups.get(better)) {
                    for (String rejected : groups.get(worse)) {
                        ObjectNode line = Json.object();
                        line.set("prompt", Json.tree(item.prompt()));
                        line.set("chosen", answer(item, contents.getOrDefault(chosen, "")));
                        line.set("rejected", answer(item, contents.getOrDefault(rejected, "")));
                        putMargin(line, judgement.strengths(), better, worse);
                        lines.accept(line);
                    }
                }
            }
        }
    }

    /** A text after a text, a list of one message after a list of messages. */
    private static JsonNode answer(Item item, String content) {
        return item.prompt().plain() ? Json.tree(content) : Json.messages(List.of(Message.assistant(content)));
    }

    private static void putMargin(ObjectNode line, @Nullable List<Integer> strengths, int better, int worse) {
        if (strengths != null) {
            line.put(
                    "margin",
                    strengths.subList(better, worse).stream()
                            .mapToInt(Integer::intValue)
                            .sum());
        }
    }
}
