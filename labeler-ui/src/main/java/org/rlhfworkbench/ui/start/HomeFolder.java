package org.rlhfworkbench.ui.start;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The folder that one running application owns; the operating system frees it when the process ends, however it ends. */
public final class HomeFolder {
    private static @Nullable FileLock held;

    private HomeFolder() {}

    /**
     * Makes the folder ready and keeps it for this process.
     *
     * @throws StartFailure when another process has it or it cannot be written
     */
    public static void claim(Path home) {
        try {
            Files.createDirectories(home.resolve("log"));
            Files.createDirectories(home.resolve("runs"));
            FileChannel channel = FileChannel.open(home.resolve("lock"), CREATE, READ, WRITE);
            FileLock lock = channel.tryLock(Long.MAX_VALUE - 1, 1, false);
            if (lock == null) {
                throw StartFailure.failed("Another workbench" + process(channel) + " is using " + home
                        + ". Stop it, or give this one a folder of its own: ./workbench start --home DIR");
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(UTF_8)));
            channel.force(true);
            held = lock;
        } catch (IOException failure) {
            throw StartFailure.failed("The folder " + home + " cannot be written (" + failure.getMessage()
                    + "). Free some space or its permissions, or choose another: ./workbench start --home DIR");
        }
    }

    /** Whether this process holds a home folder. */
    static boolean claimed() {
        return held != null && held.isValid();
    }

    private static String process(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(20);
        channel.read(text, 0);
        String id = new String(text.array(), 0, text.position(), UTF_8).strip();
        return id.isEmpty() ? "" : " (process " + id + ")";
    }
}
