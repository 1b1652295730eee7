package org.rlhfworkbench.lm.data;

import java.nio.file.Path;
import java.util.List;

/**
 * A line of {@code pairs.jsonl}.
 *
 * @param id unique in the file; made from the line's number where there is none
 * @param margin by how much the chosen one should score higher, in the reward's unit; 0 where the file has none
 * @param weight how much the pair counts; 1 where the file has none
 */
public record PreferencePair(String id, Turns prompt, Turns chosen, Turns rejected, double margin, double weight) {

    /**
     * Reads a file of pairs.
     *
     * @throws BadInput naming the line
     */
    public static List<PreferencePair> read(Path file) {
        OneKind kind = new OneKind();
        return JsonLines.read(file, line -> {
            PreferencePair pair = new PreferencePair(
                    JsonLines.id(line),
                    kind.check(line, Turns.prompt(line.get("prompt"))),
                    Turns.answer(line.get("chosen")),
                    Turns.answer(line.get("rejected")),
                    line.get("margin").number(0),
                    line.get("weight").number(1));
            if (!(pair.weight >= 0)) {
                throw line.bad("\"weight\" is negative", "Give a weight of 0 or more");
            }
            return pair;
        });
    }
}
