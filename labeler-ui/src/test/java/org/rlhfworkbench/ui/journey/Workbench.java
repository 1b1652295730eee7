package org.rlhfworkbench.ui.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The workbench as people run it: through its launcher, in processes of its own, so that a test can kill them. */
final class Workbench implements AutoCloseable {
    private static final Path REPOSITORY = Path.of("").toAbsolutePath().getParent();
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Pattern PASSWORD = Pattern.compile("password +(\\S+)");

    private final Path folder;
    private final int port;
    private int starts;
    private Optional<Process> web = Optional.empty();

    /**
     * A workbench whose home, models and output are in one folder.
     *
     * @throws AssertionError when there is nothing built that the launcher could run
     */
    Workbench(Path folder) throws IOException {
        for (String module : List.of("labeler-ui", "policy-tuner")) {
            assertThat(REPOSITORY.resolve(module).resolve("target/classpath"))
                    .as("%s is packaged; `./workbench test` and `./mvnw verify` do that in the right order", module)
                    .exists();
        }
        this.folder = folder;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
    }

    String address() {
        return "http://localhost:" + port;
    }

    Path models() {
        return folder.resolve("models");
    }

    /** Runs a command of the launcher to its end. */
    void run(String... command) throws IOException, InterruptedException {
        Path output = folder.resolve(command[0] + ".txt");
        int status = launch(output, List.of(command)).waitFor();
        assertThat(status).as("%s: %s", command[0], Files.readString(output)).isZero();
    }

    /** Starts the web application and waits until it is up. The output holds the password only at the first start. */
    Optional<String> start() throws IOException {
        Path output = folder.resolve("start-" + ++starts + ".txt");
        Path home = folder.resolve("home");
        Process started = launch(output, List.of("start", "--port", Integer.toString(port), "--home", home.toString()));
        web = Optional.of(started);
        await("the workbench to come up; what it says is in " + output)
                .atMost(PATIENCE)
                .until(() -> text(output).contains("The workbench is up") || !started.isAlive());
        assertThat(started.isAlive()).as("the workbench: %s", text(output)).isTrue();
        Matcher password = PASSWORD.matcher(text(output));
        return password.find() ? Optional.of(password.group(1)) : Optional.empty();
    }

    /** Ends the web application as a machine does that runs out of memory. */
    void kill() throws InterruptedException {
        Process killed = web.orElseThrow();
        killed.destroyForcibly().waitFor();
        web = Optional.empty();
    }

    /** A number in a run's {@code config.json}. */
    double setting(String run, String name) throws IOException {
        String config =
                Files.readString(folder.resolve("home/runs").resolve(run).resolve("config.json"));
        Matcher found = Pattern.compile("\"" + name + "\" *: *([0-9.E+-]+)").matcher(config);
        assertThat(found.find()).as("%s of %s in %s", name, run, config).isTrue();
        return Double.parseDouble(found.group(1));
    }

    /** The process of a run. */
    Optional<ProcessHandle> processOf(String run) {
        return process(folder.resolve("home/runs").resolve(run));
    }

    private static Optional<ProcessHandle> process(Path runFolder) {
        String words = text(runFolder.resolve("process"));
        return words.isEmpty() ? Optional.empty() : ProcessHandle.of(Long.parseLong(words.split(" ", -1)[0]));
    }

    private Process launch(Path output, List<String> command) throws IOException {
        List<String> words =
                new ArrayList<>(List.of(REPOSITORY.resolve("workbench").toString()));
        words.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("WORKBENCH_NO_BUILD", "1");
        builder.environment().put("WORKBENCH_JAVA_OPTIONS", "-Dworkbench.models=" + models());
        return builder.start();
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Ends everything that was started, also what outlives the web application. */
    @Override
    public void close() throws IOException, InterruptedException {
        if (web.isPresent()) {
            web.get().destroy();
            web.get().waitFor();
        }
        for (String kind : List.of("runs", "servers")) {
            Path parent = folder.resolve("home").resolve(kind);
            if (Files.isDirectory(parent)) {
                try (Stream<Path> folders = Files.list(parent)) {
                    folders.map(Workbench::process).flatMap(Optional::stream).forEach(ProcessHandle::destroyForcibly);
                }
            }
        }
    }
}
