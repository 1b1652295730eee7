package org.rlhfworkbench.lm.data;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Text to pre-train on. A {@code .jsonl} file has a document a line, as {@link ModelInput#of} reads it; any other is
 * plain text with {@code <|endoftext|>} between its documents. Both may be {@code .gz}.
 */
public final class Corpus {

    /** What stands between the documents of a plain text file. */
    public static final String SEPARATOR = "<|endoftext|>";

    private Corpus() {}

    /**
     * Hands over the documents of a file in their order, without those that are blank.
     *
     * @throws BadInput if there is none, or naming the line that cannot be read
     */
    public static void each(Path file, Consumer<ModelInput> taker) {
        String name = file.getFileName().toString();
        if (name.endsWith(".jsonl") || name.endsWith(".jsonl.gz")) {
            JsonLines.each(file, line -> taker.accept(ModelInput.of(line)));
        } else {
            eachText(file, taker);
        }
    }

    private static void eachText(Path file, Consumer<ModelInput> taker) {
        StringBuilder document = new StringBuilder();
        int count = 0;
        try (TextLines lines = TextLines.open(file)) {
            @Nullable String line;
            while ((line = lines.next()) != null) {
                int start = 0;
                for (int end; (end = line.indexOf(SEPARATOR, start)) >= 0; start = end + SEPARATOR.length()) {
                    document.append(line, start, end);
                    count += hand(document, taker);
                }
                document.append(line, start, line.length()).append('\n');
            }
        }
        count += hand(document, taker);
        if (count == 0) {
            throw new BadInput(file, 0, "the file has no text", "Put some into it");
        }
    }

    private static int hand(StringBuilder document, Consumer<ModelInput> taker) {
        String text = document.toString().strip();
        document.setLength(0);
        if (text.isEmpty()) {
            return 0;
        }
        taker.accept(new ModelInput.Text(text));
        return 1;
    }
}
