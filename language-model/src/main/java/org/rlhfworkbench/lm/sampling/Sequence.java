package org.rlhfworkbench.lm.sampling;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.rlhfworkbench.lm.kernel.Draw;

/**
 * A prompt and what is drawn after it. It has a random stream of its own, so what it draws does not depend on what is
 * drawn beside it.
 */
public final class Sequence {

    /** Asks for no {@link Drawn.Likeliest}. */
    public static final int NONE = -1;

    /** Hears of each token as it is drawn. */
    public interface Listener {

        /** Whether the sequence should go on after this token. */
        boolean drawn(Drawn drawn);

        /** The sequence has come to its end; a failure of the batch is told elsewhere. */
        void ended(Completion completion);
    }

    private final int[] prompt;
    private final SamplingSettings settings;
    private final int likeliest;
    private final Listener listener;
    private final int limit;
    private final SplittableRandom random;
    private int[] tokens = new int[16];
    private float[] logProbs = new float[16];
    private int length;
    private boolean stopped;

    /**
     * A sequence of which nothing is drawn yet.
     *
     * @param settings whose seed is this sequence's own
     * @param likeliest how many likely tokens to tell of beside each drawn one, or {@link #NONE}
     * @param contextLength the greatest number of tokens, prompt and drawn ones together
     * @throws ContextOverflow when the prompt fills the context
     * @throws IllegalArgumentException when the prompt is empty
     */
    public Sequence(int[] prompt, SamplingSettings settings, int likeliest, int contextLength, Listener listener) {
        if (prompt.length == 0) {
            throw new IllegalArgumentException("A prompt needs at least one token to go on from");
        }
        if (prompt.length >= contextLength) {
            throw new ContextOverflow(prompt.length, contextLength);
        }
        this.prompt = prompt;
        this.settings = settings;
        this.likeliest = likeliest;
        this.listener = listener;
        this.limit = Math.min(settings.maxNewTokens(), contextLength - prompt.length);
        this.random = new SplittableRandom(settings.seed());
    }

    public int[] prompt() {
        return prompt;
    }

    int likeliest() {
        return likeliest;
    }

    /** How many more tokens it may get. */
    int remaining() {
        return limit - length;
    }

    int lastToken() {
        return tokens[length - 1];
    }

    /** How the next token is to be drawn. */
    Draw next() {
        float uniform = (random.nextInt() >>> 8) * 0x1p-24f;
        return new Draw(uniform, settings.temperature(), settings.topK(), settings.topP());
    }

    /** Keeps a token; whether the sequence goes on. At its end the listener has heard of it. */
    public boolean take(Drawn drawn) {
        if (length == tokens.length) {
            tokens = Arrays.copyOf(tokens, 2 * length);
            logProbs = Arrays.copyOf(logProbs, 2 * length);
        }
        tokens[length] = drawn.token();
        logProbs[length++] = drawn.logProb();
        stopped = settings.stopTokens().contains(drawn.token());
        boolean goesOn = listener.drawn(drawn) && !stopped && length < limit;
        if (!goesOn) {
            listener.ended(completion());
        }
        return goesOn;
    }

    private Completion completion() {
        return new Completion(
                Arrays.copyOf(tokens, length),
                Arrays.copyOf(logProbs, length),
                stopped ? Completion.STOP : Completion.LENGTH,
                settings.seed());
    }
}
