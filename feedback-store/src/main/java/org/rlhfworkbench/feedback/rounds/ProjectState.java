package org.rlhfworkbench.feedback.rounds;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.campaigns.Campaign;
import org.rlhfworkbench.feedback.models.Model;
import org.rlhfworkbench.feedback.models.ModelKind;
import org.rlhfworkbench.feedback.runs.Run;

/**
 * What the store holds of one project.
 *
 * @param written when each demonstration was first finished
 * @param campaigns the newest first
 * @param models the oldest first
 * @param runs the newest first
 */
record ProjectState(long prompts, List<Instant> written, List<Campaign> campaigns, List<Model> models, List<Run> runs) {

    int currentRound() {
        Stream<Integer> rounds = Stream.of(
                        campaigns.stream().map(Campaign::round),
                        models.stream().map(Model::round),
                        runs.stream().map(Run::round))
                .flatMap(numbers -> numbers);
        return Math.max(1, rounds.max(Comparator.naturalOrder()).orElse(1));
    }

    /** When the first thing of a round was made. */
    Optional<Instant> start(int round) {
        Stream<Instant> made = Stream.of(
                        campaigns.stream().filter(c -> c.round() == round).map(Campaign::createdAt),
                        models.stream().filter(m -> m.round() == round).map(Model::createdAt),
                        runs.stream().filter(r -> r.round() == round).map(Run::createdAt))
                .flatMap(times -> times);
        return made.min(Comparator.naturalOrder());
    }

    Optional<Campaign> campaign(int round) {
        return campaigns.stream().filter(campaign -> campaign.round() == round).findFirst();
    }

    /** What the round's outputs are sampled from: the campaign says; else the latest fine-tuning or PPO before it. */
    Optional<Model> policy(int round) {
        Optional<Model> sampled = campaign(round)
                .flatMap(campaign -> newest(model ->
                        model.kind() == ModelKind.POLICY && campaign.modelIds().contains(model.id())));
        return sampled.or(() -> newest(model ->
                        model.kind() == ModelKind.POLICY && model.round() == round && model.rewardModelId() == null))
                .or(() -> round == 1 ? Optional.empty() : tuned(round - 1));
    }

    Optional<Model> reward(int round) {
        return newest(model -> model.kind() == ModelKind.REWARD && model.round() == round);
    }

    /** What PPO made in the round. */
    Optional<Model> tuned(int round) {
        return newest(
                model -> model.kind() == ModelKind.POLICY && model.round() == round && model.rewardModelId() != null);
    }

    Optional<Model> base() {
        return newest(model -> model.kind() == ModelKind.BASE);
    }

    /** The evaluation of the run that made a model. */
    @Nullable
    String outcome(Model model) {
        Long made = model.runId();
        return made == null
                ? null
                : runs.stream()
                        .filter(run -> run.id() == made)
                        .map(Run::outcome)
                        .filter(outcome -> outcome != null)
                        .findFirst()
                        .orElse(null);
    }

    private Optional<Model> newest(Predicate<Model> condition) {
        return models.reversed().stream().filter(condition).findFirst();
    }
}
