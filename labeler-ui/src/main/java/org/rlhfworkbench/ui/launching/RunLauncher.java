package org.rlhfworkbench.ui.launching;

import com.vaadin.flow.i18n.I18NProvider;
import com.vaadin.flow.shared.Registration;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.FeedbackException;
import org.rlhfworkbench.feedback.runs.NewRun;
import org.rlhfworkbench.feedback.runs.Run;
import org.rlhfworkbench.feedback.runs.RunState;
import org.rlhfworkbench.feedback.runs.Runs;
import org.rlhfworkbench.ui.shell.Refusals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Works through the queue of runs, one at a time, and watches the one that is under way. All it knows is in the store and
 * in the run directories, so that after a restart it goes on where its predecessor was killed.
 */
@Component
public class RunLauncher implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(RunLauncher.class);
    private static final long TURN_MILLIS = 500;

    private final Runs runs;
    private final RunPreparation preparation;
    private final RunOutcomes outcomes;
    private final I18NProvider messages;
    private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
    private final Map<Long, Long> lastSeen = new ConcurrentHashMap<>();
    private @Nullable ScheduledExecutorService worker;

    RunLauncher(Runs runs, RunPreparation preparation, RunOutcomes outcomes, I18NProvider messages) {
        this.runs = runs;
        this.preparation = preparation;
        this.outcomes = outcomes;
        this.messages = messages;
    }

    /** Puts a run into the queue; it starts at once when nothing else is under way. */
    public Run start(NewRun run) {
        Run queued = runs.enqueue(run);
        soon();
        return queued;
    }

    /** Takes a run out of the queue, or asks its process to finish its step, save, and end. */
    public void stop(long runId) {
        Run run = runs.get(runId);
        if (run.state() == RunState.QUEUED) {
            runs.stop(runId, null);
            tellWatchers();
        } else if (run.state() == RunState.RUNNING) {
            ChildProcess.runningIn(Path.of(run.folder())).ifPresent(ChildProcess::stop);
        }
    }

    /** Puts a stopped or failed run back into the queue. */
    public void resume(long runId) {
        runs.resume(runId);
        soon();
    }

    /** Tells when anything about any run has changed, from another thread. */
    public Registration watch(Runnable watcher) {
        watchers.add(watcher);
        return () -> watchers.remove(watcher);
    }

    private void soon() {
        tellWatchers();
        ScheduledExecutorService current = worker;
        if (current != null) {
            current.execute(this::turn);
        }
    }

    /** One look at everything; what goes wrong with one look must not end the watching. */
    void turn() {
        try {
            boolean changed = false;
            for (Run run : runs.running()) {
                changed |= look(run);
            }
            Optional<Run> next = runs.startNext();
            next.ifPresent(this::launch);
            if (changed || next.isPresent()) {
                tellWatchers();
            }
        } catch (RuntimeException failure) {
            log.error("The queue of runs could not be looked after; trying again.", failure);
        }
    }

    /** @return whether anything has changed since the last look */
    private boolean look(Run run) {
        Path folder = Path.of(run.folder());
        Optional<ChildProcess> process = ChildProcess.runningIn(folder);
        if (process.isPresent()) {
            long seen = folder.resolve("state.json").toFile().lastModified();
            return !Long.valueOf(seen).equals(lastSeen.put(run.id(), seen));
        }
        if (ChildProcess.pidIn(folder) != 0) {
            end(run, new RunFolder(folder).status());
        } else {
            launch(run);
        }
        return true;
    }

    private void launch(Run run) {
        Path folder = Path.of(run.folder());
        try {
            boolean begunBefore = run.resuming() && Files.exists(folder.resolve("state.json"));
            boolean learned = begunBefore && new RunFolder(folder).hasCheckpoint();
            Run prepared = learned ? run : runs.setInputs(run.id(), preparation.export(run));
            ChildProcess child = ChildProcess.start(
                    preparation.command(prepared, begunBefore), folder, Map.of("WORKBENCH_NO_BUILD", "1"));
            log.info("{} runs as process {}.", run.name(), child.pid());
        } catch (FeedbackException refusal) {
            runs.fail(run.id(), message(Refusals.key(refusal), refusal.details()));
        } catch (IOException failure) {
            log.error("{} did not start.", run.name(), failure);
            runs.fail(run.id(), message("launch.not-started", String.valueOf(failure.getMessage())));
        }
    }

    private void end(Run run, Optional<RunStatus> status) {
        lastSeen.remove(run.id());
        long began = ChildProcess.startIn(Path.of(run.folder()));
        Optional<RunStatus> last = status.filter(said -> said.writtenSince(began));
        switch (last.map(RunStatus::state).orElse("silent")) {
            case "finished" -> finish(run);
            case "stopped" -> runs.stop(run.id(), last.map(RunStatus::message).orElse(null));
            case "failed" ->
                runs.fail(
                        run.id(),
                        last.map(RunStatus::message)
                                .map(said -> here(run, said))
                                .orElseGet(() -> message("launch.died")));
            default -> runs.fail(run.id(), lastWords(run));
        }
        try {
            ChildProcess.forget(Path.of(run.folder()));
        } catch (IOException kept) {
            log.debug("The process file of {} stays.", run.name(), kept);
        }
        log.info("{} has ended: {}", run.name(), last.map(RunStatus::state).orElse("without a word"));
    }

    private void finish(Run run) {
        try {
            outcomes.finish(run);
        } catch (FeedbackException refusal) {
            runs.fail(run.id(), message(Refusals.key(refusal), refusal.details()));
        }
    }

    private String lastWords(Run run) {
        String complaint = ChildProcess.complaintIn(Path.of(run.folder()));
        return complaint.isEmpty() ? message("launch.died") : message("launch.refused", here(run, complaint));
    }

    /** A trainer speaks to somebody at a terminal: files of the run are named as the run's, and the way out is on these pages. */
    private String here(Run run, String said) {
        String data = run.folder() + File.separator + RunPreparation.DATA + File.separator;
        String words = said.replace(run.folder() + File.separator, "");
        return said.contains(data) ? words + " " + message("launch.see-here") : words;
    }

    private String message(String key, Object... parameters) {
        return messages.getTranslation(key, Locale.ENGLISH, parameters);
    }

    private void tellWatchers() {
        for (Runnable watcher : watchers) {
            try {
                watcher.run();
            } catch (RuntimeException gone) {
                log.debug("A watcher of runs failed.", gone);
            }
        }
    }

    @Override
    public void start() {
        worker = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("runs").factory());
        worker.scheduleWithFixedDelay(this::turn, 0, TURN_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The processes go on; the next web application picks them up. */
    @Override
    public void stop() {
        if (worker != null) {
            worker.shutdownNow();
            worker = null;
        }
    }

    @Override
    public boolean isRunning() {
        return worker != null;
    }
}
