package org.rlhfworkbench.lm.server;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The answers to be written, first come, first served, by one worker. A waiting job gives its place back when it is
 * cancelled.
 *
 * <p>One job at a time is the worker's choice alone: a job neither knows nor cares what is written beside it, so the
 * worker may come to take several and advance them together.
 */
final class GenerationQueue implements AutoCloseable {

    private final BlockingQueue<GenerationJob> waiting;
    private final int capacity;
    private final Thread worker;
    private volatile boolean closed;

    /**
     * A queue with its worker running.
     *
     * @param capacity how many jobs may wait
     */
    GenerationQueue(int capacity) {
        this.capacity = capacity;
        this.waiting = new LinkedBlockingQueue<>(capacity);
        this.worker = Thread.ofPlatform().name("generation").daemon().start(this::work);
    }

    /**
     * Puts a job in the queue.
     *
     * @throws ApiError if it is full
     */
    void submit(GenerationJob job) {
        if (closed) {
            throw ApiError.of(503, "shutting_down", "The server is stopping.");
        }
        if (!waiting.offer(job)) {
            throw ApiError.busy(capacity);
        }
    }

    void cancel(GenerationJob job) {
        job.cancel();
        waiting.remove(job);
    }

    private void work() {
        while (!closed) {
            try {
                GenerationJob job = waiting.take();
                if (!job.isCancelled()) {
                    job.run();
                }
            } catch (InterruptedException e) {
                return; // Closed while nothing was to be done.
            }
        }
    }

    /** Ends every job, the one under way at its next token. */
    @Override
    public void close() throws InterruptedException {
        closed = true;
        for (GenerationJob job = waiting.poll(); job != null; job = waiting.poll()) {
            job.fail(ApiError.of(503, "shutting_down", "The server is stopping."));
        }
        worker.interrupt();
        worker.join(5_000);
    }
}
