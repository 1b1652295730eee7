package org.rlhfworkbench.policy.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.sampling.Completion;
import org.rlhfworkbench.lm.sampling.Sampler;
import org.rlhfworkbench.lm.sampling.SamplingSettings;
import org.rlhfworkbench.lm.tokenizer.Message;
import org.rlhfworkbench.policy.TinyModel;
import org.rlhfworkbench.reward.model.RewardModel;

class RolloutsTest {

    @TempDir
    Path folder;

    @Test
    void one_pass_over_whole_rows_gives_the_log_probabilities_of_sampling() {
        try (LanguageModel policy = TinyModel.load(TinyModel.write(folder.resolve("model"), 2));
                NDManager scope = policy.manager().newSubManager()) {
            List<PpoPrompt> prompts = List.of(prompt(policy, "a"), prompt(policy, "a longer prompt"));
            SamplingSettings sampling =
                    new SamplingSettings(0.7, 0, 1, 20, policy.template().stopTokens(), 5);
            List<Completion> drawn = new Sampler(policy)
                    .sample(prompts.stream().map(PpoPrompt::tokens).toList(), sampling);
            List<Response> responses =
                    List.of(response(prompts.get(0), drawn.get(0)), response(prompts.get(1), drawn.get(1)));
            ResponseLayout layout = ResponseLayout.of(scope, responses, policy.padToken());
            NDArray logProbs = layout.logProbs(policy, layout.states(policy), 0.7);
            for (int b = 0; b < 2; b++) {
                for (int t = 0; t < responses.get(b).tokens().length; t++) {
                    assertThat(logProbs.getFloat(b, t))
                            .isCloseTo(responses.get(b).logProbs()[t], within(1e-4f));
                }
            }
        }
    }

    @Test
    void a_response_is_scored_as_if_the_end_token_closed_it_whatever_token_stopped_it() {
        int endOfText = 0;
        int endOfTurn = 3;
        LanguageModel policy = TinyModel.load(TinyModel.write(folder.resolve("model"), 2));
        try (RewardModel reward = RewardModel.on(policy, 1);
                ActorCritic actor = new ActorCritic(policy)) {
            Rollouts rollouts = new Rollouts(actor, policy, reward, PpoTrainerTest.settings(1, 1, 1e-3));
            PpoPrompt prompt = prompt(policy, "a");
            float[] scores = rollouts.score(List.of(
                    new Response(prompt, new int[] {70, 71, endOfTurn}, new float[3], true),
                    new Response(prompt, new int[] {70, 71, endOfText}, new float[3], true),
                    new Response(prompt, new int[] {70, 71}, new float[2], true),
                    new Response(prompt, new int[] {70, 71}, new float[2], false)));
            assertThat(scores[1]).isCloseTo(scores[0], within(1e-6f));
            assertThat(scores[2]).isCloseTo(scores[0], within(1e-6f));
            assertThat(scores[3]).isEqualTo(-1);
        }
    }

    @Test
    void padding_is_zero_and_masked() {
        try (LanguageModel policy = TinyModel.load(TinyModel.write(folder.resolve("model"), 2));
                NDManager scope = policy.manager().newSubManager()) {
            PpoPrompt prompt = prompt(policy, "a");
            Response one = new Response(prompt, new int[] {70, 3}, new float[2], true);
            Response three = new Response(prompt, new int[] {70, 71, 72}, new float[3], false);
            ResponseLayout layout = ResponseLayout.of(scope, List.of(one, three), policy.padToken());
            assertThat(layout.mask().toFloatArray()).containsExactly(1, 1, 0, 1, 1, 1);
            assertThat(layout.spread(scope.create(new float[] {1, 2, 3, 4, 5})).toFloatArray())
                    .containsExactly(1, 2, 0, 3, 4, 5);
        }
    }

    private static PpoPrompt prompt(LanguageModel policy, String text) {
        return new PpoPrompt(text, text, policy.template().prompt(List.of(Message.user(text))));
    }

    private static Response response(PpoPrompt prompt, Completion completion) {
        return new Response(prompt, completion.tokens(), completion.logProbs(), completion.stopped());
    }
}
