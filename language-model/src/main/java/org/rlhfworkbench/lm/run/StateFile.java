package org.rlhfworkbench.lm.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** {@code state.json}, replaced at most once a second while a run works, and at once when it ends. */
final class StateFile implements Progress.Sink {

    private static final long INTERVAL_NANOS = 1_000_000_000L;

    private final Path file;
    private RunState current;
    private long written;

    StateFile(Path file, String kind) {
        this.file = file;
        this.current = RunState.starting(kind, firstStart(file));
        write();
    }

    private static Instant firstStart(Path file) {
        return Files.exists(file) ? JsonFile.read(file, RunState.class).startedAt() : Instant.now();
    }

    synchronized RunState current() {
        return current;
    }

    @Override
    public synchronized void update(Progress.Update update) {
        boolean newStage = !update.stage().equals(current.stage());
        current = current.at(update);
        if (newStage || System.nanoTime() - written >= INTERVAL_NANOS) {
            write();
        }
    }

    synchronized void listeningOn(int port) {
        current = current.listeningOn(port);
        write();
    }

    synchronized void ended(RunState.Phase phase, @Nullable String why) {
        current = current.ended(phase, why);
        JsonFile.write(file, current);
    }

    private void write() {
        JsonFile.writeLightly(file, current);
        written = System.nanoTime();
    }
}
