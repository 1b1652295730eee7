package org.rlhfworkbench.lm.data;

import java.nio.file.Path;
import java.util.List;

/**
 * A line of {@code labelled.jsonl}: a text or an answered prompt, and which class it is of.
 *
 * @param id unique in the file; made from the line's number where there is none
 */
public record Labelled(String id, ModelInput input, String label) {

    /**
     * Reads a file of labelled texts.
     *
     * @throws BadInput naming the line
     */
    public static List<Labelled> read(Path file) {
        return JsonLines.read(
                file,
                line -> new Labelled(
                        JsonLines.id(line),
                        ModelInput.of(line),
                        line.get("label").label()));
    }
}
