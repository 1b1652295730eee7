package org.rlhfworkbench.lm.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.sampling.Batch;
import org.rlhfworkbench.lm.sampling.Sequence;

/**
 * What is to be done, first come, first served, by one worker that advances many answers together: between two steps of
 * its {@link Batch} it lets waiting ones join. A waiting job gives its place back when it is cancelled, one under way at
 * its next token.
 */
final class GenerationQueue implements AutoCloseable {

    private final Batch batch;
    private final BlockingQueue<Job> waiting;
    private final int capacity;
    private final Thread worker;
    private volatile boolean closed;

    /** Taken from the queue, not in the batch yet. The worker's alone, as what follows. */
    private final Deque<Entrant> entering = new ArrayDeque<>();

    private final Set<GenerationJob> underWay = new LinkedHashSet<>();

    private record Entrant(GenerationJob job, Sequence sequence) {

        int length() {
            return sequence.prompt().length;
        }
    }

    /**
     * A queue with its worker running.
     *
     * @param batch closed with the queue
     * @param capacity how many jobs may wait
     */
    GenerationQueue(Batch batch, int capacity) {
        this.batch = batch;
        this.capacity = capacity;
        this.waiting = new LinkedBlockingQueue<>(capacity);
        this.worker = Thread.ofPlatform().name("generation").daemon().start(this::work);
    }

    /**
     * Puts a job in the queue.
     *
     * @throws ApiError if it is full
     */
    void submit(Job job) {
        if (closed) {
            throw shuttingDown();
        }
        if (!waiting.offer(job)) {
            throw ApiError.busy(capacity);
        }
    }

    void cancel(Job job) {
        job.cancel();
        waiting.remove(job);
    }

    private void work() {
        try {
            while (!closed) {
                take();
                admit();
                step();
                underWay.removeIf(GenerationJob::isOver);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // Closed while nothing was to be done.
        } finally {
            fail(underWay, shuttingDown());
            batch.close();
        }
    }

    /** Waits for a job if there is nothing to do, and takes those for which there is room. */
    private void take() throws InterruptedException {
        boolean idle = batch.isEmpty() && entering.isEmpty();
        for (Job job = idle ? waiting.take() : next(); job != null; job = next()) {
            if (job.isCancelled()) {
                continue;
            }
            switch (job) {
                case EmbeddingJob embedding -> embedding.run();
                case GenerationJob generation -> {
                    underWay.add(generation);
                    generation.sequences().forEach(sequence -> entering.add(new Entrant(generation, sequence)));
                }
            }
        }
    }

    private @Nullable Job next() {
        return entering.size() < batch.room() ? waiting.poll() : null;
    }

    /** Lets sequences join, those of like length together: side by side, short prompts cost as much as long ones. */
    private void admit() {
        entering.removeIf(entrant -> entrant.job().isCancelled());
        List<Entrant> chosen = new ArrayList<>();
        while (chosen.size() < batch.room() && !entering.isEmpty()) {
            chosen.add(entering.remove());
        }
        chosen.sort(Comparator.comparingInt(Entrant::length));
        for (int from = 0; from < chosen.size(); ) {
            int to = from + 1;
            while (to < chosen.size()
                    && chosen.get(to).length() <= 2 * chosen.get(from).length()) {
                to++;
            }
            admit(chosen.subList(from, to));
            from = to;
        }
    }

    private void admit(List<Entrant> together) {
        try {
            batch.admit(together.stream().map(Entrant::sequence).toList());
        } catch (RuntimeException | Error e) {
            fail(together.stream().map(Entrant::job).distinct().toList(), e);
        }
    }

    /** One answer that needs too much memory must not end those after it; those beside it cannot be saved. */
    private void step() {
        try {
            batch.step();
        } catch (RuntimeException | Error e) {
            fail(underWay, e);
            batch.clear();
        }
    }

    private static void fail(Collection<GenerationJob> jobs, Throwable e) {
        jobs.stream().filter(job -> !job.isOver()).forEach(job -> job.fail(e));
    }

    private static ApiError shuttingDown() {
        return ApiError.of(503, "shutting_down", "The server is stopping.");
    }

    /** Ends every job, those under way at their next token. */
    @Override
    public void close() throws InterruptedException {
        closed = true;
        for (Job job = waiting.poll(); job != null; job = waiting.poll()) {
            job.fail(shuttingDown());
        }
        worker.interrupt();
        worker.join(5_000);
    }
}
