package org.rlhfworkbench.policy.ppo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.run.JsonLinesLog;
import org.rlhfworkbench.reward.evaluation.Clusters;

/** Looks at the same held-out prompts again and again, each time with the same random numbers. */
final class PpoEvaluator {

    private static final int LOOK = 32;
    private static final int COMPARE = 128;
    private static final int SHOWN = 8;

    /** A line of {@code rollouts.jsonl}. */
    private record Sample(long step, String promptId, String prompt, String response, float score, double kl) {}

    private final Rollouts rollouts;
    private final PpoPrompts prompts;
    private final PpoSettings settings;

    PpoEvaluator(Rollouts rollouts, PpoPrompts prompts, PpoSettings settings) {
        this.rollouts = rollouts;
        this.prompts = prompts;
        this.settings = settings;
    }

    /** Score and divergence of the policy in training, and some of its responses into the log. */
    Map<String, Number> look(LanguageModel policy, long step, JsonLinesLog log) {
        List<Episode> episodes = episodes(policy, LOOK);
        episodes.stream().limit(Math.min(SHOWN, prompts.heldOut().size())).forEach(episode -> {
            PpoPrompt prompt = episode.response().prompt();
            String text = policy.tokenizer().decode(episode.response().tokens(), true);
            log.append(new Sample(step, prompt.id(), prompt.text(), text, episode.score(), episode.kl()));
        });
        Map<String, Number> metrics = new LinkedHashMap<>();
        metrics.put("held_out_score", mean(episodes, Episode::score));
        metrics.put("held_out_kl", mean(episodes, Episode::kl));
        return metrics;
    }

    /** The figures of {@code evaluation.json}. */
    PpoEvaluation compare(LanguageModel before, LanguageModel after) {
        List<Response> first = sample(before, COMPARE);
        float[] scores = rollouts.score(first);
        Clusters scoreBefore = new Clusters();
        int distinct = prompts.heldOut().size();
        for (int prompt = 0; prompt < Math.min(distinct, first.size()); prompt++) {
            int[] rows = rows(prompt, first.size());
            scoreBefore.add(
                    java.util.Arrays.stream(rows)
                            .mapToDouble(row -> scores[row])
                            .sum(),
                    rows.length);
        }
        List<Episode> episodes = episodes(after, COMPARE);
        return new PpoEvaluation(
                scoreBefore.average(),
                clusters(episodes, Episode::score).average(),
                clusters(episodes, Episode::kl).average(),
                clusters(episodes, Episode::length).average(),
                clusters(episodes, episode -> episode.response().ended() ? 1 : 0)
                        .share());
    }

    /** The responses to one prompt resemble each other, so the intervals take a prompt as the unit. */
    private Clusters clusters(List<Episode> episodes, ToDoubleFunction<Episode> figure) {
        Clusters clusters = new Clusters();
        for (int prompt = 0; prompt < Math.min(prompts.heldOut().size(), episodes.size()); prompt++) {
            int[] rows = rows(prompt, episodes.size());
            clusters.add(
                    java.util.Arrays.stream(rows)
                            .mapToDouble(row -> figure.applyAsDouble(episodes.get(row)))
                            .sum(),
                    rows.length);
        }
        return clusters;
    }

    private int[] rows(int prompt, int count) {
        return IntStream.range(0, count)
                .filter(row -> row % prompts.heldOut().size() == prompt)
                .toArray();
    }

    private List<Episode> episodes(LanguageModel policy, int count) {
        List<Response> responses = sample(policy, count);
        return rollouts.judge(responses, rollouts.score(responses));
    }

    /** The held-out prompts over and over, {@code count} responses in all. */
    private List<Response> sample(LanguageModel policy, int count) {
        List<Response> responses = new ArrayList<>();
        for (int from = 0; from < count; from += LOOK) {
            int[] rows = IntStream.range(from, Math.min(count, from + LOOK)).toArray();
            List<PpoPrompt> batch = java.util.Arrays.stream(rows)
                    .mapToObj(
                            row -> prompts.heldOut().get(row % prompts.heldOut().size()))
                    .toList();
            long[] seeds = java.util.Arrays.stream(rows)
                    .mapToLong(row -> Seeds.of(settings.seed(), Seeds.EVALUATION, row))
                    .toArray();
            responses.addAll(rollouts.sample(policy, batch, seeds));
        }
        return responses;
    }

    private static double mean(List<Episode> episodes, ToDoubleFunction<Episode> figure) {
        return episodes.stream().mapToDouble(figure).average().orElse(0);
    }
}
