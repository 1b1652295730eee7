package org.rlhfworkbench.lm.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Reads a GGUF header value by value; whatever would reach beyond the file's end is refused. */
final class GgufReader {

    private final Path file;
    private final long length;
    private final ByteBuffer header;

    /** A header lies within the part of the file that one buffer reaches. */
    GgufReader(Path file, MappedFile contents) {
        this(file, contents.length(), contents.slice(0, Math.min(contents.length(), MappedFile.LONGEST)));
    }

    private GgufReader(Path file, long length, ByteBuffer header) {
        this.file = file;
        this.length = length;
        this.header = header;
    }

    /** A reader that goes on from here by itself. */
    GgufReader mark() {
        return new GgufReader(file, length, header.duplicate().order(header.order()));
    }

    String place() {
        return file.toString();
    }

    long length() {
        return length;
    }

    long position() {
        return header.position();
    }

    byte int8() {
        return need(1).get();
    }

    short int16() {
        return need(2).getShort();
    }

    int int32() {
        return need(4).getInt();
    }

    long int64() {
        return need(8).getLong();
    }

    String text() {
        byte[] bytes = new byte[(int) count(1)];
        header.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /**
     * How many things follow.
     *
     * @param least bytes of each
     * @throws BadCheckpoint if the file is too short for them
     */
    long count(int least) {
        long count = int64();
        if (count < 0 || count > header.remaining() / least) {
            throw bad("claims " + Long.toUnsignedString(count) + " things where " + header.remaining()
                    + " bytes are left");
        }
        return count;
    }

    /** The bytes that follow, passed over. */
    ByteBuffer take(long bytes) {
        ByteBuffer taken = need(bytes).slice(header.position(), (int) bytes).order(header.order());
        header.position(header.position() + (int) bytes);
        return taken;
    }

    private ByteBuffer need(long bytes) {
        if (bytes > header.remaining()) {
            throw bad("ends inside its header");
        }
        return header;
    }

    BadCheckpoint bad(String reason) {
        return new BadCheckpoint(file.toString(), reason, "The file is damaged or not GGUF: fetch it again");
    }

    BadCheckpoint unsupported(String reason) {
        return new BadCheckpoint(file.toString(), reason, "Use a file of another type, such as Q8_0 or Q4_K");
    }
}
