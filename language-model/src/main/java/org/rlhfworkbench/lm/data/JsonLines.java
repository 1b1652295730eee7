package org.rlhfworkbench.lm.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.run.JsonFile;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads JSON Lines: UTF-8, one object a line, blank lines passed over, {@code .gz} read as it is. A file without a line,
 * a line that is no object, and an {@code id} that comes twice are refused.
 */
public final class JsonLines {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private JsonLines() {}

    /** Every line turned into something; all of them or, with {@link BadInput}, none. */
    public static <T> List<T> read(Path file, Function<Value, T> reader) {
        List<T> result = new ArrayList<>();
        each(file, line -> result.add(reader.apply(line)));
        return result;
    }

    /** Hands over the lines one at a time, so that a file may be larger than the memory. */
    public static void each(Path file, Consumer<Value> taker) {
        Map<String, Long> ids = new HashMap<>();
        long count = 0;
        try (TextLines lines = TextLines.open(file)) {
            @Nullable String text;
            while ((text = lines.next()) != null) {
                if (!text.isBlank()) {
                    Value line = parse(file, lines.number(), text);
                    refuseRepeated(line, ids);
                    taker.accept(line);
                    count++;
                }
            }
        }
        if (count == 0) {
            throw new BadInput(file, 0, "the file is empty", "Put at least one line into it");
        }
    }

    private static Value parse(Path file, long number, String text) {
        try {
            JsonNode json = JSON.readTree(text);
            if (json.isObject()) {
                return new Value(file, number, "", json);
            }
        } catch (JacksonException e) {
            throw new BadInput(
                    file,
                    number,
                    "it is not JSON (" + JsonFile.explain(e) + ")",
                    "Correct the line; each must be one whole object {…}");
        }
        throw new BadInput(file, number, "it is not an object {…}", "Put one JSON object on each line");
    }

    private static void refuseRepeated(Value line, Map<String, Long> ids) {
        if (line.has("id")) {
            String id = line.get("id").label();
            Long first = ids.putIfAbsent(id, line.line());
            if (first != null) {
                throw line.bad(
                        "the id \"" + id + "\" is on line " + first + " already",
                        "Give each line an id of its own, or remove the repetition");
            }
        }
    }

    /** A line's {@code id}, or one made from its number. */
    static String id(Value line) {
        return line.has("id") ? line.get("id").label() : "line " + line.line();
    }
}
