package org.rlhfworkbench.lm.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;

/**
 * Whether somebody wants the run to end: by SIGTERM, by an interrupt at the terminal, or by the file {@code stop} in
 * its directory. A trainer asks after each step, writes a checkpoint and ends. A second signal ends it at once.
 */
public final class StopRequest {

    /** The file whose presence asks for a stop, on systems that know no signals too. */
    static final String FILE = "stop";

    private static final long INTERVAL_NANOS = 200_000_000L;
    private static final int EXIT_CODE_OF_INTERRUPT = 130;

    private final @Nullable Path file;
    private final CountDownLatch requested = new CountDownLatch(1);
    private volatile long looked = System.nanoTime() - INTERVAL_NANOS;

    StopRequest(Path folder) {
        this.file = folder.resolve(FILE);
    }

    private StopRequest() {
        this.file = null;
    }

    /** For a process without a run directory. */
    public static StopRequest bySignal() {
        return new StopRequest();
    }

    /** Begins to listen to signals. Without this only the file counts, as tests want it. */
    public void listenToSignals() {
        for (String name : new String[] {"TERM", "INT"}) {
            try {
                Signal.handle(new Signal(name), signal -> {
                    if (requested.getCount() == 0) {
                        Runtime.getRuntime().halt(EXIT_CODE_OF_INTERRUPT);
                    }
                    requested.countDown();
                });
            } catch (IllegalArgumentException e) {
                // This system has no such signal, or the JVM was told to leave it alone.
            }
        }
    }

    public boolean isRequested() {
        if (file != null && requested.getCount() > 0 && System.nanoTime() - looked >= INTERVAL_NANOS) {
            looked = System.nanoTime();
            if (Files.exists(file)) {
                requested.countDown();
            }
        }
        return requested.getCount() == 0;
    }

    /** Asks from within the process. */
    public void request() {
        requested.countDown();
    }

    /** Waits until a stop is asked for. */
    public void await() throws InterruptedException {
        while (!isRequested()) {
            requested.await(INTERVAL_NANOS, TimeUnit.NANOSECONDS);
        }
    }

    /** Leaves the request in a directory that another process works in. */
    static void leave(Path folder) {
        try {
            Files.writeString(folder.resolve(FILE), "");
        } catch (IOException e) {
            throw RunFailure.writing(folder.resolve(FILE), e);
        }
    }

    void clear() {
        if (file == null) {
            return;
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw RunFailure.writing(file, e);
        }
    }
}
