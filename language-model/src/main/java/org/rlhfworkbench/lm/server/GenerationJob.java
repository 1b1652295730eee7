package org.rlhfworkbench.lm.server;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.sampling.Completion;
import org.rlhfworkbench.lm.sampling.SamplingSettings;
import org.rlhfworkbench.lm.tokenizer.StreamingDecoder;

/**
 * An answer under way. The worker of the {@link GenerationQueue} writes it token by token, the thread that serves the
 * client reads the {@link Event}s, and may {@link #cancel} at any time.
 */
final class GenerationJob {

    /** What the reader hears of. */
    sealed interface Event {}

    /** Some more text. */
    record Piece(String text) implements Event {}

    /**
     * The answer is complete.
     *
     * @param finishReason {@code stop} or {@code length}
     * @param tokens how many were drawn
     */
    record Finished(String finishReason, int tokens) implements Event {}

    /** The answer failed. */
    record Failed(Throwable cause) implements Event {}

    private final ServedModel model;
    private final int[] prompt;
    private final SamplingSettings settings;
    private final StreamingDecoder decoder;
    private final StopTexts stops;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private volatile boolean cancelled;

    GenerationJob(ServedModel model, ApiRequest request) {
        this.model = model;
        this.prompt = model.prompt(request);
        this.settings = model.settings(request, prompt.length);
        this.decoder = model.tokenizer().streamingAfter(prompt);
        this.stops = new StopTexts(request.stop());
    }

    int promptLength() {
        return prompt.length;
    }

    /** The reader has gone: nothing more needs to be written. */
    void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** The next event, or null if none came in time. */
    @Nullable
    Event poll(long millis) throws InterruptedException {
        return events.poll(millis, TimeUnit.MILLISECONDS);
    }

    /** Writes the whole answer. Called by the worker. */
    void run() {
        try {
            Completion completion = model.generator().generate(prompt, settings, this::take);
            if (!stops.found()) {
                give(stops.next(decoder.rest()));
                give(stops.rest());
            }
            String reason = stops.found() ? Completion.STOP : completion.finishReason();
            events.add(new Finished(reason, completion.tokens().length));
        } catch (RuntimeException | Error e) {
            fail(e); // One answer that needs too much memory must not end those after it.
        }
    }

    void fail(Throwable e) {
        events.add(new Failed(e));
    }

    private boolean take(int token) {
        if (!settings.stopTokens().contains(token)) {
            give(stops.next(decoder.next(token)));
        }
        return !cancelled && !stops.found();
    }

    private void give(String text) {
        if (!text.isEmpty()) {
            events.add(new Piece(text));
        }
    }
}
