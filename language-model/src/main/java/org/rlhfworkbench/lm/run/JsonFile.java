package org.rlhfworkbench.lm.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** Small JSON files that are replaced whole: a reader sees the old one or the new one. */
public final class JsonFile {

    /** Field names in snake_case, fields in the order of the record's components, NaN and infinity as null. */
    public static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .addModule(finiteOrNull())
            .build();

    private JsonFile() {}

    private static SimpleModule finiteOrNull() {
        ValueSerializer<Number> serializer = new ValueSerializer<>() {
            @Override
            public void serialize(Number value, JsonGenerator out, SerializationContext context) {
                if (!Double.isFinite(value.doubleValue())) {
                    out.writeNull();
                } else if (value instanceof Float narrow) {
                    out.writeNumber(narrow);
                } else {
                    out.writeNumber(value.doubleValue());
                }
            }
        };
        return new SimpleModule("finite or null")
                .addSerializer(Double.class, serializer)
                .addSerializer(Double.TYPE, serializer)
                .addSerializer(Float.class, serializer)
                .addSerializer(Float.TYPE, serializer);
    }

    /** What is wrong with some JSON, in one clause. */
    public static String explain(JacksonException e) {
        String message = e.getOriginalMessage();
        int details = message.indexOf(" (start marker at");
        return details < 0 ? message : message.substring(0, details);
    }

    /**
     * Replaces a file by the JSON of a value. The new content is on the disk before the old one goes.
     *
     * @throws RunFailure if it cannot be written
     */
    public static void write(Path file, Object value) {
        replace(file, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n", true);
    }

    /** As {@link #write}, but without waiting for the disk: after a power failure the old content may be back. */
    static void writeLightly(Path file, Object value) {
        replace(file, MAPPER.writeValueAsString(value) + "\n", false);
    }

    private static void replace(Path file, String content, boolean durable) {
        Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                if (durable) {
                    channel.force(true);
                }
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw RunFailure.writing(file, e);
        }
    }

    /**
     * Reads a file that {@link #write} wrote. Fields that the type does not know are passed over.
     *
     * @throws RunFailure if it is missing or damaged
     */
    public static <T> T read(Path file, Class<T> type) {
        if (!Files.isRegularFile(file)) {
            throw RunFailure.reading(file, "there is no such file");
        }
        try {
            return MAPPER.readValue(file, type);
        } catch (JacksonException e) {
            throw RunFailure.reading(file, "it is not the expected JSON (" + explain(e) + ")");
        }
    }
}
