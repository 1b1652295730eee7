package org.rlhfworkbench.lm.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.run.Progress;
import org.rlhfworkbench.lm.run.RunDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A command of the workbench. A subclass is annotated with picocli's {@code @Command(name = …, description = …)},
 * declares its options, and does its work in {@link #run}; trainers extend {@link TrainingCommand}.
 *
 * <p>The commands are put together in one place, the main class of the last module, which is all it does:
 *
 * <pre>{@code
 * public final class Workbench {
 *     public static void main(String[] arguments) {
 *         System.exit(new CommandRunner(List.of(PretrainCommand::new, SftCommand::new, …)).execute(arguments));
 *     }
 * }
 * }</pre>
 *
 * <p>Rules that all commands keep:
 *
 * <ul>
 *   <li>Exit code 0 on success (and after a stop that was asked for), 2 on wrong usage or bad input, 1 on a failure.
 *   <li>An error is one line on standard error: what, the likely cause, the way out. Throw {@code BadInput} for a file,
 *       {@code RunFailure} for a run, picocli's {@code ParameterException} for a flag; anything else counts as a defect
 *       and its trace goes to the run's {@code log.txt}.
 *   <li>Results go to standard output through {@link #out}; what happens on the way through {@link #progress}.
 *   <li>An option that names a model has the type {@code String} and {@code paramLabel = "M"}, one that names a file
 *       {@code Path}: such values are made absolute in a run's {@code config.json}, so that it resumes from any folder.
 *   <li>Every option has a default that works, given as the field's initial value, or is {@code required}.
 * </ul>
 */
public abstract class WorkbenchCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(WorkbenchCommand.class);

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--json", description = "machine-readable progress, one JSON object a line")
    private boolean json;

    @Option(names = "--config", paramLabel = "FILE", description = "options from a YAML or JSON file")
    private @Nullable Path config; // Taken up by CommandRunner before the command line is parsed.

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    private boolean help;

    private @Nullable Progress progress;
    private Progress.@Nullable Sink display;

    /** Work in a run directory. */
    @FunctionalInterface
    protected interface RunWork {
        void in(RunDirectory run) throws Exception;
    }

    /** Does the command's work. */
    protected abstract void run() throws Exception;

    @Override
    public final Integer call() throws Exception {
        display = Displays.of(json, out(), spec().commandLine().getErr());
        progress = new Progress(List.of(display));
        spec().mixins().values().forEach(mixin -> prepare(mixin.userObject()));
        run();
        progress.finish();
        return exitCode();
    }

    /** The exit code of a command that has run. */
    int exitCode() {
        return CommandRunner.OK;
    }

    private static void prepare(Object mixin) {
        if (mixin instanceof ComputeOptions compute) {
            compute.prepare();
        } else if (mixin instanceof TrainingOptions training) {
            training.check();
        }
    }

    protected final CommandSpec spec() {
        if (spec == null) {
            throw new IllegalStateException("a command is run through CommandRunner");
        }
        return spec;
    }

    /** Standard output, for results. */
    protected final PrintWriter out() {
        return spec().commandLine().getOut();
    }

    protected final boolean json() {
        return json;
    }

    /** Progress of work outside a run directory; inside one it is {@code run.progress()}. */
    protected final Progress progress() {
        if (progress == null) {
            throw new IllegalStateException("a command is run through CommandRunner");
        }
        return progress;
    }

    /**
     * Works in a run directory: takes its lock, writes {@code config.json}, keeps {@code log.txt}, listens for signals,
     * and has {@code state.json} say how it ended: finished if the work says nothing else, failed with the explanation
     * of what it throws.
     *
     * @param keep how many checkpoints to keep
     */
    protected final void inRun(Path folder, int keep, RunWork work) throws Exception {
        try (RunDirectory run = RunDirectory.open(folder, spec().name(), Configuration.of(spec()), keep);
                RunLog log = RunLog.attach(folder.resolve(RunDirectory.LOG))) {
            if (display != null) {
                run.progress().tell(display);
            }
            run.stopRequest().listenToSignals();
            LOG.info("{} {}", spec().name(), Configuration.of(spec()));
            try {
                work.in(run);
                if (run.isOpen()) {
                    run.finished();
                }
                LOG.info("The run is {}", run.state().state());
                run.progress().finish();
            } catch (Exception | Error e) {
                LOG.info("The run failed", e);
                run.failed(Explanation.of(e).message());
                throw e;
            }
        }
    }
}
