package org.rlhfworkbench.lm.server;

import java.io.IOException;
import org.rlhfworkbench.lm.server.GenerationJob.Event;
import org.rlhfworkbench.lm.server.GenerationJob.Failed;
import org.rlhfworkbench.lm.server.GenerationJob.Finished;
import org.rlhfworkbench.lm.server.GenerationJob.Piece;

/**
 * Brings an answer to its client as it is written. While there is nothing to bring, something meaningless is sent every
 * second, because only a write shows that a client has gone.
 */
final class Delivery {

    private static final long HEARTBEAT_MILLIS = 1_000;

    private final GenerationJob job;
    private final Reply reply;
    private final Answers answers;
    private final ApiRequest request;

    Delivery(GenerationJob job, Reply reply, Answers answers, ApiRequest request) {
        this.job = job;
        this.reply = reply;
        this.answers = answers;
        this.request = request;
    }

    /** One JSON object when the answer is complete. */
    void whole() throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder();
        while (true) {
            Event event = job.poll(HEARTBEAT_MILLIS);
            switch (event) {
                case null -> reply.whiteSpace();
                case Piece piece -> text.append(piece.text());
                case Failed failed -> throw error(failed.cause());
                case Finished finished -> {
                    reply.json(200, answers.whole(text.toString(), finished, job.promptLength()));
                    return;
                }
            }
        }
    }

    /** Server-sent events, one for each piece of text. */
    void inPieces() throws IOException, InterruptedException {
        reply.beginEvents();
        if (request.isChat()) {
            reply.event(answers.opening());
        }
        while (true) {
            Event event = job.poll(HEARTBEAT_MILLIS);
            switch (event) {
                case null -> reply.comment();
                case Piece piece -> reply.event(answers.piece(piece.text()));
                case Failed failed -> {
                    reply.event(error(failed.cause()).json());
                    reply.lastEvent();
                    return;
                }
                case Finished finished -> {
                    reply.event(answers.closing(finished.finishReason()));
                    if (request.includeUsage()) {
                        reply.event(answers.counts(job.promptLength(), finished.tokens()));
                    }
                    reply.lastEvent();
                    return;
                }
            }
        }
    }

    private static ApiError error(Throwable cause) {
        return cause instanceof ApiError known ? known : ApiError.internal(cause);
    }
}
