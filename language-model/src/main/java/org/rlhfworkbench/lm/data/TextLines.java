package org.rlhfworkbench.lm.data;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a text file, one at a time, with their numbers. A gzip file is known by its first bytes and read as what
 * it holds. Anything but UTF-8 is refused, never replaced.
 */
final class TextLines implements AutoCloseable {

    private static final int LONGEST = 64 << 20;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Path file;
    private final InputStream in;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long number;

    private TextLines(Path file, InputStream in) {
        this.file = file;
        this.in = in;
    }

    static TextLines open(Path file) {
        if (Files.isDirectory(file)) {
            throw new BadInput(file, 0, "it is a folder", "Name a file in it");
        }
        if (!Files.exists(file)) {
            throw new BadInput(file, 0, "there is no such file", "Check the path");
        }
        try {
            InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
            bytes.mark(2);
            boolean gzip = bytes.read() == 0x1F && bytes.read() == 0x8B;
            bytes.reset();
            return new TextLines(
                    file, gzip ? new BufferedInputStream(new GZIPInputStream(bytes, 1 << 16), 1 << 16) : bytes);
        } catch (IOException e) {
            throw new BadInput(file, 0, "it cannot be read (" + e.getMessage() + ")", "Check the file's permissions");
        }
    }

    /** The number of the line that {@link #next} returned last, counted from 1. */
    long number() {
        return number;
    }

    /** The next line without its end, LF or CRLF; null after the last. */
    @Nullable
    String next() {
        number++;
        line.reset();
        try {
            int b = in.read();
            if (b < 0) {
                return null;
            }
            for (; b >= 0 && b != '\n'; b = in.read()) {
                line.write(b);
                if (line.size() > LONGEST) {
                    throw new BadInput(file, number, "the line is longer than 64 MB", "Split it, or remove it");
                }
            }
        } catch (EOFException | ZipException e) {
            throw new BadInput(
                    file, number, "the compressed data is damaged or cut short", "Copy or download the file again");
        } catch (IOException e) {
            throw new BadInput(file, number, "it cannot be read (" + e.getMessage() + ")", "Check the disk");
        }
        return text();
    }

    private String text() {
        byte[] bytes = line.toByteArray();
        int length = bytes.length > 0 && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
            boolean marked = number == 1 && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
            return marked ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new BadInput(file, number, "it is not UTF-8", "Save the file as UTF-8");
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new BadInput(file, 0, "it cannot be closed (" + e.getMessage() + ")", "Check the disk");
        }
    }
}
