package org.rlhfworkbench.lm.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of any length mapped into memory, little-endian: nothing is read before it is looked at. One buffer reaches no
 * further than 2 GiB, so that the windows overlap: whatever is at most 1 GiB long lies within one of them.
 */
final class MappedFile {

    /** The longest part that can be looked at together. */
    static final int LONGEST = 1 << 30;

    private final long length;
    private final ByteBuffer[] windows;

    private MappedFile(long length, ByteBuffer[] windows) {
        this.length = length;
        this.windows = windows;
    }

    static MappedFile open(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long length = channel.size();
            ByteBuffer[] windows = new ByteBuffer[(int) (length / LONGEST) + 1];
            for (int i = 0; i < windows.length; i++) {
                long from = (long) i * LONGEST;
                windows[i] =
                        channel.map(FileChannel.MapMode.READ_ONLY, from, Math.min(length - from, 2L * LONGEST - 1));
            }
            return new MappedFile(length, windows);
        }
    }

    long length() {
        return length;
    }

    /** A part of the file as a buffer of its own. Safe to call from several threads. */
    ByteBuffer slice(long from, long count) {
        return windows[(int) (from / LONGEST)]
                .slice((int) (from % LONGEST), Math.toIntExact(count))
                .order(ByteOrder.LITTLE_ENDIAN);
    }
}
