package org.rlhfworkbench.lm.server;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.sampling.Sequence;

/**
 * The answers to one request under way. The worker of the {@link GenerationQueue} writes them token by token, the thread
 * that serves the client reads the {@link Event}s, and may {@link #cancel} at any time.
 */
final class GenerationJob implements Job {

    /** What the reader hears of. */
    sealed interface Event {}

    /**
     * Some more text.
     *
     * @param choice which of the answers
     * @param tokens those whose text it is, if their log-probabilities are wanted
     */
    record Piece(int choice, String text, List<TokenLogProb> tokens) implements Event {}

    /**
     * One of the answers is complete.
     *
     * @param finishReason {@code stop} or {@code length}
     * @param tokens how many were drawn
     */
    record Finished(int choice, String finishReason, int tokens) implements Event {}

    /** The answers failed. */
    record Failed(Throwable cause) implements Event {}

    private final int promptLength;
    private final List<Sequence> sequences;
    private final AtomicInteger open;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private volatile boolean cancelled;

    GenerationJob(ServedModel model, ApiRequest request) {
        int[] prompt = model.prompt(request);
        this.promptLength = prompt.length;
        this.open = new AtomicInteger(request.choices());
        this.sequences = IntStream.range(0, request.choices())
                .mapToObj(index -> model.sequence(this, index, request, prompt))
                .toList();
    }

    int promptLength() {
        return promptLength;
    }

    /** What is to be drawn, a sequence for each answer. */
    List<Sequence> sequences() {
        return sequences;
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    /** Whether nothing more will be told. */
    boolean isOver() {
        return open.get() == 0;
    }

    /** The next event, or null if none came in time. */
    @Nullable
    Event poll(long millis) throws InterruptedException {
        return events.poll(millis, TimeUnit.MILLISECONDS);
    }

    /** Lets the reader know. Called by the worker. */
    void tell(Event event) {
        if (event instanceof Finished) {
            open.decrementAndGet();
        }
        events.add(event);
    }

    @Override
    public void fail(Throwable e) {
        cancel();
        open.set(0);
        events.add(new Failed(e));
    }
}
