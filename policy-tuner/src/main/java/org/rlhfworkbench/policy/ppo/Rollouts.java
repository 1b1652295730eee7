package org.rlhfworkbench.policy.ppo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.rlhfworkbench.lm.kernel.NoGradients;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.sampling.Completion;
import org.rlhfworkbench.lm.sampling.Sampler;
import org.rlhfworkbench.lm.sampling.SamplingSettings;
import org.rlhfworkbench.lm.tokenizer.Tokenizer;
import org.rlhfworkbench.reward.model.RewardModel;

/** Lets a policy answer prompts and learns all there is to know about the answers. */
final class Rollouts {

    private static final int FIRST_FULL_STOP = 16;

    private final ActorCritic actor;
    private final LanguageModel reference;
    private final RewardModel reward;
    private final PpoSettings settings;

    /** The tokens with a full stop in them. */
    private final BitSet fullStops;

    Rollouts(ActorCritic actor, LanguageModel reference, RewardModel reward, PpoSettings settings) {
        this.actor = actor;
        this.reference = reference;
        this.reward = reward;
        this.settings = settings;
        this.fullStops = settings.end() == ResponseEnd.FULL_STOP
                ? fullStops(actor.policy().tokenizer())
                : new BitSet();
    }

    /** One response a prompt, drawn without truncation of the distribution, so that its log-probabilities are exact. */
    List<Response> sample(LanguageModel policy, List<PpoPrompt> prompts, long[] seeds) {
        int room = policy.config().contextLength()
                - prompts.stream()
                        .mapToInt(prompt -> prompt.tokens().length)
                        .max()
                        .orElseThrow();
        int longest = settings.maxNewTokens() == 0 ? room : Math.min(room, settings.maxNewTokens());
        Set<Integer> stop = policy.template().stopTokens();
        SamplingSettings sampling = new SamplingSettings(settings.temperature(), 0, 1, longest, stop, 0);
        FullStop fullStop = new FullStop(prompts.size());
        List<Completion> completions;
        try (Sampler sampler = new Sampler(policy)) {
            completions =
                    sampler.sample(prompts.stream().map(PpoPrompt::tokens).toList(), seeds, sampling, fullStop::goesOn);
        }
        List<Response> responses = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            Completion completion = completions.get(i);
            boolean ended = completion.stopped() || fullStop.found[i];
            responses.add(new Response(prompts.get(i), completion.tokens(), completion.logProbs(), ended));
        }
        return responses;
    }

    /** Whether a row has come to its full stop. */
    private final class FullStop {

        private final boolean[] found;
        private final int[] count;

        FullStop(int rows) {
            this.found = new boolean[rows];
            this.count = new int[rows];
        }

        boolean goesOn(int row, int token) {
            if (settings.end() == ResponseEnd.FULL_STOP && ++count[row] >= FIRST_FULL_STOP) {
                found[row] |= fullStops.get(token);
            }
            return !found[row];
        }
    }

    private static BitSet fullStops(Tokenizer tokenizer) {
        BitSet stops = new BitSet();
        for (int id = 0; id < tokenizer.vocabularySize(); id++) {
            stops.set(id, tokenizer.decode(new int[] {id}, true).contains("."));
        }
        return stops;
    }

    /** The reward model's scores, read behind the end token; an unfinished response gets the fixed score. */
    float[] score(List<Response> responses) {
        List<int[]> rows = responses.stream().map(this::closed).toList();
        float[] scores = reward.score(rows, settings.rowsAtOnce());
        for (int i = 0; i < scores.length; i++) {
            scores[i] = finished(responses.get(i)) ? scores[i] : (float) settings.unfinishedScore();
        }
        return scores;
    }

    private boolean finished(Response response) {
        return response.ended() && response.tokens().length >= settings.minNewTokens();
    }

    /**
     * The reward model has only seen responses that the template's end token closes. Any other stop token in its place is
     * replaced: its score would mean nothing, and the policy would learn to end with the token that is scored too high.
     */
    private int[] closed(Response response) {
        int[] row = response.row();
        OptionalInt end = actor.policy().template().endToken();
        if (end.isEmpty()) {
            return row;
        }
        boolean stopped = actor.policy().template().stopTokens().contains(row[row.length - 1]);
        if (!stopped && row.length >= reward.trunk().config().contextLength()) {
            return row;
        }
        int[] closed = Arrays.copyOf(row, stopped ? row.length : row.length + 1);
        closed[closed.length - 1] = end.getAsInt();
        return closed;
    }

    /** Adds what policy, reference and value head say of each token, without gradients. */
    List<Episode> judge(List<Response> responses, float[] scores) {
        List<Episode> episodes = new ArrayList<>();
        for (int from = 0; from < responses.size(); from += settings.rowsAtOnce()) {
            int to = Math.min(responses.size(), from + settings.rowsAtOnce());
            judge(responses.subList(from, to), Arrays.copyOfRange(scores, from, to), episodes);
        }
        return episodes;
    }

    private void judge(List<Response> responses, float[] scores, List<Episode> episodes) {
        LanguageModel policy = actor.policy();
        try (NoGradients frozen = new NoGradients();
                NDManager scope = policy.manager().newSubManager()) {
            ResponseLayout layout = ResponseLayout.of(scope, responses, policy.padToken());
            NDArray states = layout.states(policy); //                                                     (N, C)
            float[][] logProbs = rows(layout.logProbs(policy, states, settings.temperature())); //         (B, T)
            float[][] values = rows(layout.spread(actor.values(states))); //                               (B, T)
            NDArray entropy = policy.transformer().entropy(states, settings.temperature()); //             (N)
            float[][] entropies = rows(layout.spread(entropy)); //                                         (B, T)
            float[][] refLogProbs =
                    rows(layout.logProbs(reference, layout.states(reference), settings.temperature())); // (B, T)
            for (int b = 0; b < responses.size(); b++) {
                int length = responses.get(b).tokens().length;
                double sum = 0;
                for (float token : entropies[b]) {
                    sum += token;
                }
                episodes.add(new Episode(
                        responses.get(b),
                        scores[b],
                        Arrays.copyOf(logProbs[b], length),
                        Arrays.copyOf(refLogProbs[b], length),
                        Arrays.copyOf(values[b], length),
                        sum / length));
            }
        }
    }

    private static float[][] rows(NDArray array) {
        int columns = (int) array.getShape().get(1);
        float[] flat = array.toFloatArray();
        float[][] rows = new float[flat.length / columns][];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = Arrays.copyOfRange(flat, row * columns, (row + 1) * columns);
        }
        return rows;
    }
}
