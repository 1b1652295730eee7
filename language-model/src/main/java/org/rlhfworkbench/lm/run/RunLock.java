package org.rlhfworkbench.lm.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The right to work in a run directory. The operating system takes it back when the process ends, however it ends.
 */
final class RunLock implements AutoCloseable {

    /**
     * Folders held by this process. Asked first, because on POSIX systems closing any other channel on the lock file
     * would give the lock away.
     */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    /** Far behind the process id, so that others can read it on systems where locked bytes cannot be read. */
    private static final long LOCKED_BYTE = 1L << 40;

    private final Path folder;
    private final FileChannel channel;

    private RunLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Takes the lock of a run directory that exists.
     *
     * @throws RunFailure if another process has it
     */
    static RunLock take(Path folder) {
        Path real = real(folder);
        if (!HELD_HERE.add(real)) {
            throw held(folder);
        }
        try {
            FileChannel channel = tryLock(real);
            if (channel == null) {
                throw held(folder);
            }
            byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
            channel.truncate(0).write(ByteBuffer.wrap(pid), 0);
            return new RunLock(real, channel);
        } catch (IOException e) {
            HELD_HERE.remove(real);
            throw RunFailure.writing(folder.resolve(RunDirectory.LOCK), e);
        } catch (RunFailure e) {
            HELD_HERE.remove(real);
            throw e;
        }
    }

    /** Whether a process works in a run directory. */
    static boolean isHeld(Path folder) {
        if (!Files.exists(folder.resolve(RunDirectory.LOCK))) {
            return false;
        }
        if (HELD_HERE.contains(real(folder))) {
            return true;
        }
        try (FileChannel channel = tryLock(folder)) {
            return channel == null;
        } catch (IOException e) {
            return false; // Unwritable for us: whoever works there we could not disturb anyway.
        }
    }

    private static @Nullable FileChannel tryLock(Path folder) throws IOException {
        FileChannel channel = FileChannel.open(
                folder.resolve(RunDirectory.LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // Held by this process.
        }
        channel.close();
        return null;
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            throw RunFailure.writing(folder, e);
        }
    }

    private static RunFailure held(Path folder) {
        return new RunFailure(
                "The run directory " + folder + " is in use by process " + holder(folder),
                "Two processes in one run directory would overwrite each other",
                "Wait for it, stop it with `workbench runs stop " + folder + "`, or choose another --out");
    }

    private static String holder(Path folder) {
        try {
            return Files.readString(folder.resolve(RunDirectory.LOCK)).strip();
        } catch (IOException e) {
            return "(unknown)";
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw RunFailure.writing(folder.resolve(RunDirectory.LOCK), e);
        } finally {
            HELD_HERE.remove(folder);
        }
    }
}
