package org.rlhfworkbench.lm.server;

import java.util.ArrayList;
import java.util.List;
import org.rlhfworkbench.lm.sampling.Completion;
import org.rlhfworkbench.lm.sampling.Drawn;
import org.rlhfworkbench.lm.sampling.SamplingSettings;
import org.rlhfworkbench.lm.sampling.Sequence;
import org.rlhfworkbench.lm.tokenizer.StreamingDecoder;
import org.rlhfworkbench.lm.tokenizer.Tokenizer;

/** One answer of a job while it is drawn: makes text of its tokens and watches for its end. Lives on the worker. */
final class Choice implements Sequence.Listener {

    private final GenerationJob job;
    private final int index;
    private final Tokenizer tokenizer;
    private final SamplingSettings settings;
    private final StreamingDecoder decoder;
    private final StopTexts stops;

    /** Tokens whose text has not been given out yet. */
    private List<TokenLogProb> untold = new ArrayList<>();

    Choice(
            GenerationJob job,
            int index,
            ServedModel model,
            SamplingSettings settings,
            int[] prompt,
            List<String> stop) {
        this.job = job;
        this.index = index;
        this.tokenizer = model.tokenizer();
        this.settings = settings;
        this.decoder = tokenizer.streamingAfter(prompt);
        this.stops = new StopTexts(stop);
    }

    @Override
    public boolean drawn(Drawn drawn) {
        if (!settings.stopTokens().contains(drawn.token())) {
            if (drawn.likeliest() != null) {
                untold.add(TokenLogProb.of(drawn, tokenizer));
            }
            give(stops.next(decoder.next(drawn.token())));
        }
        return !job.isCancelled() && !stops.found();
    }

    @Override
    public void ended(Completion completion) {
        if (!stops.found()) {
            give(stops.next(decoder.rest()));
            give(stops.rest());
        }
        String reason = stops.found() ? Completion.STOP : completion.finishReason();
        job.tell(new GenerationJob.Finished(index, reason, completion.tokens().length));
    }

    private void give(String text) {
        if (!text.isEmpty()) {
            job.tell(new GenerationJob.Piece(index, text, untold));
            untold = new ArrayList<>();
        }
    }
}
