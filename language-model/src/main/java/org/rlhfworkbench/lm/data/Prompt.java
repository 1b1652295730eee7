package org.rlhfworkbench.lm.data;

import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A line of {@code prompts.jsonl}.
 *
 * @param id unique in the file; made from the line's number where there is none
 * @param metadata whatever the file had under that name; a missing node for nothing
 */
public record Prompt(String id, Turns prompt, JsonNode metadata) {

    /**
     * Reads a file of prompts, of one kind: all texts or all message lists.
     *
     * @throws BadInput naming the line
     */
    public static List<Prompt> read(Path file) {
        OneKind kind = new OneKind();
        return JsonLines.read(file, line -> {
            Turns prompt = kind.check(line, Turns.prompt(line.get("prompt")));
            return new Prompt(JsonLines.id(line), prompt, line.get("metadata").json());
        });
    }
}
