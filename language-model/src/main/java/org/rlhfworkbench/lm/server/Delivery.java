package org.rlhfworkbench.lm.server;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.rlhfworkbench.lm.sampling.Sequence;
import org.rlhfworkbench.lm.server.GenerationJob.Event;
import org.rlhfworkbench.lm.server.GenerationJob.Failed;
import org.rlhfworkbench.lm.server.GenerationJob.Finished;
import org.rlhfworkbench.lm.server.GenerationJob.Piece;

/**
 * Brings answers to their client as they are written. While there is nothing to bring, something meaningless is sent
 * every second, because only a write shows that a client has gone.
 */
final class Delivery {

    static final long HEARTBEAT_MILLIS = 1_000;

    private final GenerationJob job;
    private final Reply reply;
    private final Answers answers;
    private final ApiRequest request;
    private final List<Written> choices;
    private int open;

    Delivery(GenerationJob job, Reply reply, Answers answers, ApiRequest request) {
        this.job = job;
        this.reply = reply;
        this.answers = answers;
        this.request = request;
        this.open = request.choices();
        this.choices = IntStream.range(0, open)
                .mapToObj(index -> new Written(index, request.likeliest() != Sequence.NONE))
                .toList();
    }

    /** One JSON object when the answers are complete. */
    void whole() throws IOException, InterruptedException {
        while (open > 0) {
            Event event = job.poll(HEARTBEAT_MILLIS);
            switch (event) {
                case null -> reply.whiteSpace();
                case Piece piece -> choices.get(piece.choice()).add(piece);
                case Failed failed -> throw ApiError.of(failed.cause());
                case Finished finished -> end(finished);
            }
        }
        reply.json(200, answers.whole(choices, job.promptLength()));
    }

    /** Server-sent events, one for each piece of text. */
    void inPieces() throws IOException, InterruptedException {
        reply.beginEvents();
        if (request.isChat()) {
            for (Written choice : choices) {
                reply.event(answers.opening(choice.index()));
            }
        }
        while (open > 0) {
            Event event = job.poll(HEARTBEAT_MILLIS);
            switch (event) {
                case null -> reply.comment();
                case Piece piece -> {
                    Written choice = choices.get(piece.choice());
                    reply.event(answers.piece(piece, choice.characters()));
                    choice.add(piece);
                }
                case Failed failed -> {
                    reply.event(ApiError.of(failed.cause()).json());
                    reply.lastEvent();
                    return;
                }
                case Finished finished -> {
                    end(finished);
                    reply.event(answers.closing(finished));
                }
            }
        }
        if (request.includeUsage()) {
            reply.event(answers.counts(job.promptLength(), choices));
        }
        reply.lastEvent();
    }

    private void end(Finished finished) {
        choices.get(finished.choice()).end(finished);
        open--;
    }
}
