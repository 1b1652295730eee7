package org.rlhfworkbench.ui.launching;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A process that outlives this one. It gets a session of its own, so that neither Ctrl+C at the terminal nor the end of
 * the web application reaches it; its id and start time stand in its folder, so that a later web application finds it.
 *
 * @param startedAtMillis tells the process from a later one that was given the same id
 */
record ChildProcess(Path folder, ProcessHandle handle, long startedAtMillis) {
    private static final String FILE = "process";
    private static final String COMPLAINTS = "stderr.txt";
    private static final int COMPLAINT_CHARACTERS = 1_000;

    /** Starts the command; its standard error goes to a file of the folder, its standard output nowhere. */
    static ChildProcess start(List<String> command, Path folder, Map<String, String> environment) throws IOException {
        Files.createDirectories(folder);
        Files.deleteIfExists(folder.resolve(FILE));
        List<String> detached = new ArrayList<>(onPath("setsid") ? List.of("setsid") : List.of());
        detached.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(detached)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(folder.resolve(COMPLAINTS).toFile());
        builder.environment().putAll(environment);
        ProcessHandle handle = builder.start().toHandle();
        ChildProcess child = new ChildProcess(folder, handle, startOf(handle));
        Files.writeString(folder.resolve(FILE), handle.pid() + " " + child.startedAtMillis);
        return child;
    }

    /** The process that was last started in a folder, if it still runs. */
    static Optional<ChildProcess> runningIn(Path folder) {
        long[] words = numbersIn(folder);
        return ProcessHandle.of(words[0])
                .map(handle -> new ChildProcess(folder, handle, words[1]))
                .filter(ChildProcess::alive);
    }

    /** The id of the process that was last started in a folder; 0 if none was, or its end has been seen. */
    static long pidIn(Path folder) {
        return numbersIn(folder)[0];
    }

    /** When the process that was last started in a folder began, in milliseconds since the epoch. */
    static long startIn(Path folder) {
        return numbersIn(folder)[1];
    }

    /** The end of the process has been seen and written down. */
    static void forget(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve(FILE));
    }

    private static long[] numbersIn(Path folder) {
        try {
            String[] words =
                    Files.readString(folder.resolve(FILE), UTF_8).strip().split(" ", -1);
            return new long[] {Long.parseLong(words[0]), Long.parseLong(words[1])};
        } catch (IOException | RuntimeException neverStarted) {
            return new long[2];
        }
    }

    long pid() {
        return handle.pid();
    }

    boolean alive() {
        return handle.isAlive() && startOf(handle) == startedAtMillis && !isZombie();
    }

    /** Asks it to end after its current step. */
    void stop() {
        if (alive()) {
            handle.destroy();
        }
    }

    void kill() {
        if (alive()) {
            handle.destroyForcibly();
        }
    }

    /** The last thing that a process said on standard error, in one line; empty if it was silent. */
    static String complaintIn(Path folder) {
        try {
            List<String> lines = Files.readAllLines(folder.resolve(COMPLAINTS)).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("WARNING"))
                    .toList();
            String last = lines.isEmpty() ? "" : lines.getLast();
            return last.substring(0, Math.min(COMPLAINT_CHARACTERS, last.length()));
        } catch (IOException silent) {
            return "";
        }
    }

    /** Where nobody collects orphans, as in a container without an init process, a dead one keeps its entry. */
    private boolean isZombie() {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid()), "stat"));
            return stat.substring(stat.lastIndexOf(')') + 1).strip().startsWith("Z");
        } catch (IOException | RuntimeException otherSystem) {
            return false;
        }
    }

    private static long startOf(ProcessHandle handle) {
        return handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static boolean onPath(String program) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }
}
