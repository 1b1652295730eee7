package org.rlhfworkbench.lm.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A JSON Lines file that grows by whole lines, each with a {@code step}, and can be cut back to one. A line is out of
 * this process's hands, and so survives its death, when {@link #append} returns.
 */
public final class JsonLinesLog implements AutoCloseable {

    private final Path file;
    private final FileChannel channel;

    JsonLinesLog(Path file) {
        this.file = file;
        try {
            this.channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            channel.position(channel.size());
        } catch (IOException e) {
            throw RunFailure.writing(file, e);
        }
    }

    /** Adds one object that has a {@code step}, in snake_case. */
    public synchronized void append(Object line) {
        write((JsonFile.MAPPER.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void write(byte[] line) {
        ByteBuffer bytes = ByteBuffer.wrap(line);
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw RunFailure.writing(file, e);
        }
    }

    /** Forgets every line behind the last one of this step, and what a killed process left unfinished. */
    synchronized void truncateAfter(long step) {
        try {
            byte[] all = Files.readAllBytes(file);
            int kept = 0;
            for (int start = 0, i = 0; i < all.length; i++) {
                if (all[i] == '\n') {
                    if (stepOf(all, start, i) > step) {
                        break;
                    }
                    start = i + 1;
                    kept = start;
                }
            }
            channel.truncate(kept);
            channel.position(kept);
        } catch (IOException e) {
            throw RunFailure.writing(file, e);
        }
    }

    private static long stepOf(byte[] all, int start, int end) {
        try {
            JsonNode line = JsonFile.MAPPER.readTree(all, start, end - start);
            return line.path("step").asLong(Long.MAX_VALUE);
        } catch (JacksonException e) {
            return Long.MAX_VALUE;
        }
    }

    /** Has the disk keep what was appended. */
    synchronized void force() {
        try {
            channel.force(true);
        } catch (IOException e) {
            throw RunFailure.writing(file, e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw RunFailure.writing(file, e);
        }
    }
}
