package org.rlhfworkbench.lm.server;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Vectors that are to be computed. */
final class EmbeddingJob implements Job {

    private final ServedModel model;
    private final List<int[]> inputs;
    private final CompletableFuture<List<float[]>> vectors = new CompletableFuture<>();
    private volatile boolean cancelled;

    EmbeddingJob(ServedModel model, List<int[]> inputs) {
        this.model = model;
        this.inputs = inputs;
    }

    /** Called by the worker. */
    void run() {
        try {
            vectors.complete(model.embedder().embed(inputs));
        } catch (RuntimeException | Error e) {
            fail(e); // What needs too much memory must not end what comes after it.
        }
    }

    /**
     * The vectors, or null if they did not come in time.
     *
     * @throws ApiError if they failed
     */
    @Nullable
    List<float[]> poll(long millis) throws InterruptedException {
        try {
            return vectors.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return null;
        } catch (ExecutionException e) {
            throw ApiError.of(Objects.requireNonNull(e.getCause()));
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public void fail(Throwable e) {
        vectors.completeExceptionally(e);
    }
}
