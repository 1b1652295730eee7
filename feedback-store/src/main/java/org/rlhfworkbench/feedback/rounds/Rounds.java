package org.rlhfworkbench.feedback.rounds;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.StoreSettings;
import org.rlhfworkbench.feedback.agreement.Agreement;
import org.rlhfworkbench.feedback.assignment.Assignments;
import org.rlhfworkbench.feedback.assignment.Progress;
import org.rlhfworkbench.feedback.campaigns.Campaign;
import org.rlhfworkbench.feedback.campaigns.Campaigns;
import org.rlhfworkbench.feedback.demonstrations.Demonstrations;
import org.rlhfworkbench.feedback.models.Model;
import org.rlhfworkbench.feedback.models.Models;
import org.rlhfworkbench.feedback.prompts.Prompts;
import org.rlhfworkbench.feedback.runs.RunKind;
import org.rlhfworkbench.feedback.runs.Runs;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Derives a project's rounds from its campaigns, runs and models; nothing of it is stored. */
@Service
@Transactional(readOnly = true)
public class Rounds {

    private final Prompts prompts;
    private final Demonstrations demonstrations;
    private final Campaigns campaigns;
    private final Assignments assignments;
    private final Agreement agreement;
    private final Models models;
    private final Runs runs;
    private final StoreSettings settings;

    Rounds(
            Prompts prompts,
            Demonstrations demonstrations,
            Campaigns campaigns,
            Assignments assignments,
            Agreement agreement,
            Models models,
            Runs runs,
            StoreSettings settings) {
        this.prompts = prompts;
        this.demonstrations = demonstrations;
        this.campaigns = campaigns;
        this.assignments = assignments;
        this.agreement = agreement;
        this.models = models;
        this.runs = runs;
        this.settings = settings;
    }

    /** The rounds and what to do next. */
    public Overview overview(long projectId) {
        ProjectState state = state(projectId);
        List<Round> rounds = IntStream.rangeClosed(1, state.currentRound())
                .mapToObj(number -> round(state, number))
                .toList()
                .reversed();
        return new Overview(rounds, new Decision(state, settings, assignments::progress).next(rounds.getFirst()));
    }

    /** The round that a run of this kind would belong to if it began now; a campaign's is that of {@code SAMPLE}. */
    public int roundFor(long projectId, RunKind kind) {
        ProjectState state = state(projectId);
        boolean opensRound = kind == RunKind.SFT || kind == RunKind.SAMPLE;
        boolean over = state.tuned(state.currentRound()).isPresent();
        return opensRound && over ? state.currentRound() + 1 : state.currentRound();
    }

    private ProjectState state(long projectId) {
        return new ProjectState(
                prompts.count(projectId),
                demonstrations.written(projectId),
                campaigns.of(projectId),
                models.usableBy(projectId),
                runs.of(projectId));
    }

    private Round round(ProjectState state, int number) {
        long inAll = writtenBefore(state, state.start(number + 1).orElse(Instant.MAX));
        long before = number == 1 ? 0 : writtenBefore(state, state.start(number).orElse(Instant.MAX));
        return new Round(
                number,
                state.start(number).orElse(null),
                inAll - before,
                inAll,
                state.policy(number).orElse(null),
                rankings(state, number),
                state.reward(number).map(model -> reward(state, model)).orElse(null),
                state.tuned(number).map(model -> tuned(state, model)).orElse(null));
    }

    private static long writtenBefore(ProjectState state, Instant end) {
        return state.written().stream().filter(at -> at.isBefore(end)).count();
    }

    private Round.@Nullable Rankings rankings(ProjectState state, int number) {
        List<Campaign> ofRound = state.campaigns().stream()
                .filter(campaign -> campaign.round() == number)
                .toList();
        if (ofRound.isEmpty()) {
            return null;
        }
        List<Progress> progress = ofRound.stream()
                .map(campaign -> assignments.progress(campaign.id()))
                .toList();
        return new Round.Rankings(
                ofRound.stream().map(Campaign::id).toList(),
                progress.stream().mapToLong(Progress::counted).sum(),
                progress.stream().mapToLong(Progress::wanted).sum(),
                progress.stream().mapToLong(Progress::labelers).max().orElse(0),
                agreement.ofCampaign(ofRound.getFirst().id()).orElse(null));
    }

    private static Round.Reward reward(ProjectState state, Model model) {
        Figures figures = new Figures(state.outcome(model));
        return new Round.Reward(
                model, figures.at("accuracy"), figures.at("baselines", "longer_wins"), figures.at("human_ceiling"));
    }

    private static Round.Tuned tuned(ProjectState state, Model model) {
        Figures figures = new Figures(state.outcome(model));
        return new Round.Tuned(model, figures.at("reward_before"), figures.at("reward_after"), figures.at("kl"));
    }
}
