package org.rlhfworkbench.lm.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A run directory that this process works in. Its lock is held until {@link #close}.
 *
 * <p>A trainer's use of it:
 *
 * <pre>{@code
 * Optional<Checkpoint> newest = run.rewind();                  // on --resume; empty: begin at the beginning
 * run.progress().begin("training", done, steps, "tokens/s");
 * for (long step = done + 1; step <= steps; step++) {
 *     …
 *     run.metrics().log(step, metrics);
 *     run.progress().step(step, tokens, metrics);
 *     boolean stop = run.stopRequest().isRequested();
 *     if (stop || step % every == 0) {
 *         run.checkpoint(step, folder -> …);
 *     }
 *     if (stop) {
 *         run.stopped();
 *         return;
 *     }
 * }
 * model.save(run.model());
 * run.finished();
 * }</pre>
 */
public final class RunDirectory implements AutoCloseable {

    public static final String CONFIG = "config.json";
    public static final String STATE = "state.json";
    public static final String LOCK = "lock";
    public static final String LOG = "log.txt";

    private static final String ROLLOUTS = "rollouts.jsonl";
    private static final String CHECKPOINTS = "checkpoints";

    private final Path folder;
    private final RunLock lock;
    private final StateFile state;
    private final MetricsLog metrics;
    private final Checkpoints checkpoints;
    private final Progress progress;
    private final StopRequest stopRequest;
    private @Nullable JsonLinesLog rollouts;

    private RunDirectory(Path folder, RunLock lock, String kind, int keep) {
        this.folder = folder;
        this.lock = lock;
        this.stopRequest = new StopRequest(folder);
        stopRequest.clear();
        this.state = new StateFile(folder.resolve(STATE), kind);
        this.metrics = new MetricsLog(folder);
        this.checkpoints = new Checkpoints(folder.resolve(CHECKPOINTS), keep);
        checkpoints.sweep();
        this.progress = new Progress(new ArrayList<>(List.of(state)));
    }

    /**
     * Takes a folder, which is created if need be, for a run. The state is {@code running} from here on.
     *
     * @param kind the command
     * @param config the whole configuration, for {@code config.json}
     * @param keep how many checkpoints to keep
     * @throws RunFailure if another process works in it or it cannot be written
     */
    public static RunDirectory open(Path folder, String kind, ObjectNode config, int keep) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw RunFailure.writing(folder, e);
        }
        RunLock lock = RunLock.take(folder);
        try {
            JsonFile.write(folder.resolve(CONFIG), config);
            return new RunDirectory(folder, lock, kind, keep);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Whether a folder holds a run, begun or ended. */
    public static boolean isRun(Path folder) {
        return Files.isRegularFile(folder.resolve(CONFIG)) && Files.isRegularFile(folder.resolve(STATE));
    }

    /** Whether a process works in a folder. */
    public static boolean isAlive(Path folder) {
        return RunLock.isHeld(folder);
    }

    /** What a run says about itself, corrected if its process was killed and could not say so. */
    public static RunState stateOf(Path folder) {
        RunState said = JsonFile.read(folder.resolve(STATE), RunState.class);
        return said.state() == RunState.Phase.RUNNING && !isAlive(folder)
                ? said.ended(
                        RunState.Phase.FAILED,
                        "The process ended without a word: it was killed, or the machine went down."
                                + " Resume the run; it goes on from its newest checkpoint.")
                : said;
    }

    /** Asks the process that works in a folder to stop after its step. */
    public static void requestStop(Path folder) {
        StopRequest.leave(folder);
    }

    /** The checkpoints of a run that this process does not work in. */
    public static Checkpoints checkpointsOf(Path folder) {
        return new Checkpoints(folder.resolve(CHECKPOINTS), 1);
    }

    /**
     * Removes all but the newest checkpoints of a run, holding its lock meanwhile.
     *
     * @throws RunFailure if a process works in it
     */
    public static void prune(Path folder, int keep) {
        try (RunLock held = RunLock.take(folder)) {
            Checkpoints checkpoints = checkpointsOf(folder);
            checkpoints.sweep();
            checkpoints.prune(keep);
        }
    }

    public Path folder() {
        return folder;
    }

    /** Where the finished model goes, in Hugging Face layout. */
    public Path model() {
        return folder.resolve("model");
    }

    public MetricsLog metrics() {
        return metrics;
    }

    public Progress progress() {
        return progress;
    }

    public Checkpoints checkpoints() {
        return checkpoints;
    }

    public StopRequest stopRequest() {
        return stopRequest;
    }

    public RunState state() {
        return state.current();
    }

    /** Whether the run has not said yet how it ended. */
    public boolean isOpen() {
        return state().state() == RunState.Phase.RUNNING;
    }

    /** The samples taken while training: {@code rollouts.jsonl}. */
    public JsonLinesLog rollouts() {
        if (rollouts == null) {
            rollouts = new JsonLinesLog(folder.resolve(ROLLOUTS));
        }
        return rollouts;
    }

    /** Writes {@code provenance.json}. */
    public void write(Provenance provenance) {
        JsonFile.write(folder.resolve("provenance.json"), provenance);
    }

    /** Writes {@code evaluation.json}: figures, or objects of them, by name. */
    public void writeEvaluation(Object evaluation) {
        JsonFile.write(folder.resolve("evaluation.json"), evaluation);
    }

    /**
     * Goes back to the newest whole checkpoint: metrics, rollouts and checkpoints behind it are forgotten, so that they
     * are written again as an uninterrupted run would have.
     *
     * @return the checkpoint to load, or empty to begin at the beginning
     */
    public Optional<Checkpoint> rewind() {
        Optional<Checkpoint> newest = checkpoints.newestWhole();
        long step = newest.map(Checkpoint::step).orElse(-1L);
        metrics.truncateAfter(step);
        if (rollouts != null || Files.exists(folder.resolve(ROLLOUTS))) {
            rollouts().truncateAfter(step);
        }
        checkpoints.forgetAfter(step);
        return newest;
    }

    /**
     * Writes a checkpoint, after all logs are safely on the disk.
     *
     * @param step the last step whose result is in it
     */
    public Checkpoint checkpoint(long step, Checkpoints.Writer writer) {
        metrics.force();
        if (rollouts != null) {
            rollouts.force();
        }
        return checkpoints.write(step, writer);
    }

    /** A model server listens. */
    public void listeningOn(int port) {
        state.listeningOn(port);
    }

    public void finished() {
        state.ended(RunState.Phase.FINISHED, null);
    }

    /** Ended on request, to be resumed. */
    public void stopped() {
        state.ended(RunState.Phase.STOPPED, null);
    }

    /**
     * Ended by a failure.
     *
     * @param message in plain words: what happened, the likely cause, the way out
     */
    public void failed(String message) {
        state.ended(RunState.Phase.FAILED, message);
    }

    /** Gives the directory back. A run that has not said how it ended has failed. */
    @Override
    public void close() {
        try {
            if (isOpen()) {
                failed("The run ended before its work was done. Its log.txt may say why. Resume it.");
            }
            metrics.close();
            if (rollouts != null) {
                rollouts.close();
            }
            stopRequest.clear();
        } finally {
            lock.close();
        }
    }
}
