package org.rlhfworkbench.feedback.runs;

import java.nio.file.Files;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.FeedbackException.NotFound;
import org.rlhfworkbench.feedback.FeedbackException.WrongState;
import org.rlhfworkbench.feedback.Refusal;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The queue of jobs and the record of what they did. Whoever launches processes reports here. */
@Service
@Transactional
public class Runs {

    private final RunRepository repository;
    private final Clock clock;

    Runs(RunRepository repository, Clock clock) {
        this.repository = repository;
        this.clock = clock;
    }

    /** Puts a run at the end of the queue and gives it the next free name of its kind. */
    public Run enqueue(NewRun run) {
        return repository
                .saveAndFlush(new RunEntity(run, freeName(run), repository.lastPosition() + 1, clock.instant()))
                .toRecord();
    }

    /** A folder may be left from a database that is gone: a new run must not go on from what it holds. */
    private String freeName(NewRun run) {
        String prefix = run.kind().command() + "-";
        int number = 1
                + repository.names(run.kind()).stream()
                        .mapToInt(name -> Integer.parseInt(name.substring(prefix.length())))
                        .max()
                        .orElse(0);
        while (Files.exists(run.runsFolder().resolve(prefix + number))) {
            number++;
        }
        return prefix + number;
    }

    /** The first of the queue, now running; empty when the queue is empty or a run is under way. */
    public Optional<Run> startNext() {
        if (!repository.findByStateOrderByQueuePosition(RunState.RUNNING).isEmpty()) {
            return Optional.empty();
        }
        return repository.findByStateOrderByQueuePosition(RunState.QUEUED).stream()
                .findFirst()
                .filter(run -> repository.start(run.id, clock.instant()) == 1)
                .map(run -> get(run.id));
    }

    /** Says what went in: known when the files are exported, just before the process starts. */
    public Run setInputs(long runId, List<RunInput> inputs) {
        RunEntity run = entity(runId);
        run.inputs.clear();
        inputs.forEach(input -> run.inputs.add(new RunInputRow(input)));
        return run.toRecord();
    }

    /**
     * Marks a run as finished.
     *
     * @param outcome JSON text of {@code evaluation.json}, null when the kind has none
     */
    public Run finish(long runId, @Nullable String outcome) {
        RunEntity run = end(runId, RunState.FINISHED, null);
        run.outcome = outcome;
        return run.toRecord();
    }

    public Run stop(long runId, @Nullable String message) {
        return end(runId, RunState.STOPPED, message).toRecord();
    }

    /**
     * Marks a run as failed.
     *
     * @param message what happened, its likely cause, and the way out
     */
    public Run fail(long runId, String message) {
        return end(runId, RunState.FAILED, message).toRecord();
    }

    /** Puts a stopped or failed run back into the queue, to go on from its last checkpoint. */
    public Run resume(long runId) {
        RunEntity run = entity(runId);
        if (run.state != RunState.STOPPED && run.state != RunState.FAILED) {
            throw new WrongState(Refusal.RUN_NOT_RESUMABLE, run.name);
        }
        run.state = RunState.QUEUED;
        run.resuming = run.startedAt != null;
        run.queuePosition = repository.lastPosition() + 1;
        run.endedAt = null;
        return run.toRecord();
    }

    /** Lets a queued run be the next. */
    public Run moveToFront(long runId) {
        RunEntity run = entity(runId);
        run.queuePosition = repository.firstPosition() - 1;
        return run.toRecord();
    }

    @Transactional(readOnly = true)
    public Optional<Run> find(long runId) {
        return repository.findById(runId).map(RunEntity::toRecord);
    }

    @Transactional(readOnly = true)
    public Run get(long runId) {
        return entity(runId).toRecord();
    }

    @Transactional(readOnly = true)
    public Optional<Run> byName(String name) {
        return repository.findByName(name).map(RunEntity::toRecord);
    }

    /** The project's runs, the newest first. */
    @Transactional(readOnly = true)
    public List<Run> of(long projectId) {
        return repository.findByProjectIdOrderByIdDesc(projectId).stream()
                .map(RunEntity::toRecord)
                .toList();
    }

    /** Of all projects, in the order in which they will start. */
    @Transactional(readOnly = true)
    public List<Run> queued() {
        return inState(RunState.QUEUED);
    }

    /** Of all projects; after a restart, the ones to pick up again. */
    @Transactional(readOnly = true)
    public List<Run> running() {
        return inState(RunState.RUNNING);
    }

    private List<Run> inState(RunState state) {
        return repository.findByStateOrderByQueuePosition(state).stream()
                .map(RunEntity::toRecord)
                .toList();
    }

    private RunEntity end(long runId, RunState state, @Nullable String message) {
        RunEntity run = entity(runId);
        run.state = state;
        run.message = message;
        run.endedAt = clock.instant();
        return run;
    }

    private RunEntity entity(long runId) {
        return repository.findById(runId).orElseThrow(() -> new NotFound("run", runId));
    }
}
