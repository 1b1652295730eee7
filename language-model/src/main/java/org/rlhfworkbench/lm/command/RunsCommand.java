package org.rlhfworkbench.lm.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.data.BadInput;
import org.rlhfworkbench.lm.run.Checkpoint;
import org.rlhfworkbench.lm.run.JsonFile;
import org.rlhfworkbench.lm.run.RunDirectory;
import org.rlhfworkbench.lm.run.RunFailure;
import org.rlhfworkbench.lm.run.RunState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Looks after run directories. */
@Command(name = "runs", description = "List, show, resume, stop or prune run directories.")
final class RunsCommand extends WorkbenchCommand {

    private enum Act {
        LIST,
        SHOW,
        RESUME,
        STOP,
        PRUNE
    }

    private static final int STOP_SECONDS = 300;

    private final CommandRunner runner;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "ACT",
            description = "list (the default), show, resume, stop or prune")
    private Act act = Act.LIST;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "RUN",
            description = "a run's folder, or its name in HOME/runs")
    private @Nullable String run;

    @Option(names = "--home", paramLabel = "DIR", description = "where the runs are: DIR/runs (${DEFAULT-VALUE})")
    private Path home = defaultHome();

    @Option(names = "--keep", paramLabel = "N", description = "checkpoints that prune leaves (${DEFAULT-VALUE})")
    private int keep = 1;

    private int exitCode = CommandRunner.OK;

    RunsCommand(CommandRunner runner) {
        this.runner = runner;
    }

    /** The folder {@code home} beside the launcher. */
    private static Path defaultHome() {
        @Nullable String launcher = System.getProperty("workbench.launcher");
        return launcher == null ? Path.of("home") : Path.of(launcher).resolveSibling("home");
    }

    @Override
    int exitCode() {
        return exitCode;
    }

    @Override
    protected void run() throws Exception {
        switch (act) {
            case LIST -> list();
            case SHOW -> show(folder());
            case RESUME -> resume(folder());
            case STOP -> stop(folder());
            case PRUNE -> prune(folder());
        }
    }

    private Path folder() {
        if (run == null) {
            throw new BadInput(home.resolve("runs"), 0, "no run was named", "Name one; `workbench runs` lists them");
        }
        for (Path candidate : List.of(Path.of(run), home.resolve("runs").resolve(run))) {
            if (RunDirectory.isRun(candidate)) {
                return candidate;
            }
        }
        throw new BadInput(Path.of(run), 0, "there is no run here", "`workbench runs` lists those in " + home);
    }

    private void list() throws IOException {
        List<Path> runs = new ArrayList<>();
        if (Files.isDirectory(home.resolve("runs"))) {
            try (Stream<Path> entries = Files.list(home.resolve("runs"))) {
                entries.filter(RunDirectory::isRun).forEach(runs::add);
            }
        }
        Map<Path, RunState> states = new LinkedHashMap<>();
        runs.forEach(folder -> states.put(folder, RunDirectory.stateOf(folder)));
        runs.sort(Comparator.comparing((Path folder) -> stateIn(states, folder).startedAt()));
        for (Path folder : runs) {
            RunState state = stateIn(states, folder);
            if (json()) {
                out().println(JsonFile.MAPPER.writeValueAsString(new Listed(folder.toString(), state)));
            } else {
                out().println(row(folder, state));
            }
        }
        if (runs.isEmpty() && !json()) {
            out().println("There are no runs in " + home.resolve("runs") + ".");
        }
    }

    private static RunState stateIn(Map<Path, RunState> states, Path folder) {
        return Objects.requireNonNull(states.get(folder));
    }

    private record Listed(String run, RunState state) {}

    private static String row(Path folder, RunState state) {
        String steps = state.steps() > 0 ? state.step() + "/" + state.steps() : Long.toString(state.step());
        return String.format(
                Locale.ROOT,
                "%-24s %-10s %-9s %12s  %s",
                folder.getFileName(),
                state.kind(),
                name(state),
                steps,
                state.updatedAt().toString().replaceFirst("\\..*", "Z"));
    }

    private static String name(RunState state) {
        return state.state().name().toLowerCase(Locale.ROOT);
    }

    private void show(Path folder) throws IOException {
        RunState state = RunDirectory.stateOf(folder);
        PrintWriter out = out();
        if (json()) {
            out.println(JsonFile.MAPPER.writeValueAsString(new Listed(folder.toString(), state)));
            return;
        }
        out.println(row(folder, state));
        if (state.message() != null) {
            out.println(state.message());
        }
        JsonFile.read(folder.resolve(RunDirectory.CONFIG), JsonNode.class)
                .properties()
                .forEach(entry -> out.printf("    %-20s %s%n", entry.getKey(), entry.getValue()));
        List<Checkpoint> checkpoints = RunDirectory.checkpointsOf(folder).all();
        if (!checkpoints.isEmpty()) {
            out.println("checkpoints: "
                    + String.join(
                            ", ",
                            checkpoints.stream()
                                    .map(checkpoint -> "step " + checkpoint.step())
                                    .toList()));
        }
        lastLine(folder.resolve("metrics.jsonl"), "last metrics: ");
        Path evaluation = folder.resolve("evaluation.json");
        if (Files.exists(evaluation)) {
            out.println("evaluation: " + Files.readString(evaluation).strip());
        }
    }

    private void lastLine(Path file, String label) throws IOException {
        if (Files.exists(file)) {
            try (Stream<String> lines = Files.lines(file)) {
                lines.reduce((first, second) -> second).ifPresent(line -> out().println(label + line));
            }
        }
    }

    private void resume(Path folder) {
        String command = RunDirectory.stateOf(folder).kind();
        if (!runner.trains(command)) {
            throw new BadInput(folder, 0, "a run of `" + command + "` cannot be resumed", "Start it again");
        }
        List<String> line = new ArrayList<>(List.of(command, "--out", folder.toString(), "--resume"));
        if (json()) {
            line.add("--json");
        }
        exitCode = runner.execute(line.toArray(String[]::new));
    }

    private void stop(Path folder) throws InterruptedException {
        if (!RunDirectory.isAlive(folder)) {
            out().println("No process works in " + folder + ".");
            return;
        }
        RunDirectory.requestStop(folder);
        for (int tenths = 0; tenths < 10 * STOP_SECONDS; tenths++) {
            if (!RunDirectory.isAlive(folder)) {
                out().println("Stopped; `workbench runs resume " + run + "` goes on with it.");
                return;
            }
            Thread.sleep(100);
        }
        throw new RunFailure(
                "The run " + folder + " was asked to stop and still works after " + STOP_SECONDS + " seconds",
                "Its step takes long, or it hangs",
                "Wait longer, or end process " + RunDirectory.stateOf(folder).pid() + "; its checkpoints stay");
    }

    private void prune(Path folder) throws IOException {
        if (keep < 1) {
            throw new BadInput(folder, 0, "--keep is " + keep, "Keep at least 1 checkpoint");
        }
        long before = size(folder);
        RunDirectory.prune(folder, keep);
        out().printf(Locale.ROOT, "Freed %,.1f MB.%n", (before - size(folder)) / 1e6);
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
