package org.rlhfworkbench.lm.data;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPOutputStream;
import org.rlhfworkbench.lm.run.JsonFile;
import org.rlhfworkbench.lm.run.RunFailure;

/**
 * Writes a JSON Lines file that appears under its name only when {@link #commit} says that it is whole. A name that ends
 * in {@code .gz} is compressed.
 */
public final class JsonLinesWriter implements AutoCloseable {

    private final Path file;
    private final Path temporary;
    private final FileOutputStream raw;
    private final OutputStream out;
    private boolean committed;

    public JsonLinesWriter(Path file) {
        this.file = file;
        Path absolute = file.toAbsolutePath();
        this.temporary = absolute.resolveSibling("." + absolute.getFileName() + ".tmp");
        try {
            Files.createDirectories(absolute.getParent());
            this.raw = new FileOutputStream(temporary.toFile());
            OutputStream buffered = new BufferedOutputStream(raw, 1 << 16);
            this.out = absolute.toString().endsWith(".gz") ? new GZIPOutputStream(buffered) : buffered;
        } catch (IOException e) {
            throw RunFailure.writing(file, e);
        }
    }

    /** Adds a line: a record or a JSON tree. */
    public void write(Object line) {
        try {
            out.write(JsonFile.MAPPER.writeValueAsString(line).getBytes(StandardCharsets.UTF_8));
            out.write('\n');
        } catch (IOException e) {
            throw RunFailure.writing(file, e);
        }
    }

    /** Puts the file in its place, on the disk. */
    public void commit() {
        try {
            if (out instanceof GZIPOutputStream compressed) {
                compressed.finish();
            }
            out.flush();
            raw.getFD().sync();
            out.close();
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            committed = true;
        } catch (IOException e) {
            throw RunFailure.writing(file, e);
        }
    }

    /** Without a commit nothing is left. */
    @Override
    public void close() {
        if (!committed) {
            try {
                raw.close();
                Files.deleteIfExists(temporary);
            } catch (IOException e) {
                throw RunFailure.writing(file, e);
            }
        }
    }
}
