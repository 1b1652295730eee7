package org.rlhfworkbench.feedback.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rlhfworkbench.feedback.Fixtures.B_FIRST;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.feedback.Fixtures;
import org.rlhfworkbench.feedback.StoreTest;
import org.rlhfworkbench.feedback.agreement.Figure;
import org.rlhfworkbench.feedback.assignment.Assignments;
import org.rlhfworkbench.feedback.campaigns.Campaign;
import org.rlhfworkbench.feedback.campaigns.Campaigns;
import org.rlhfworkbench.feedback.demonstrations.Demonstrations;
import org.rlhfworkbench.feedback.models.Model;
import org.rlhfworkbench.feedback.models.ModelKind;
import org.rlhfworkbench.feedback.models.Models;
import org.rlhfworkbench.feedback.models.NewModel;
import org.rlhfworkbench.feedback.prompts.Prompts;
import org.rlhfworkbench.feedback.runs.NewRun;
import org.rlhfworkbench.feedback.runs.Run;
import org.rlhfworkbench.feedback.runs.RunKind;
import org.rlhfworkbench.feedback.runs.Runs;
import org.springframework.beans.factory.annotation.Autowired;

@StoreTest
class RoundsTest {

    @Autowired
    Fixtures fixtures;

    @Autowired
    Prompts prompts;

    @Autowired
    Demonstrations demonstrations;

    @Autowired
    Models models;

    @Autowired
    Runs runs;

    @Autowired
    Campaigns campaigns;

    @Autowired
    Assignments assignments;

    @Autowired
    Rounds rounds;

    long project;

    @BeforeEach
    void aProject() {
        project = fixtures.project().id();
    }

    @Test
    void a_new_project_leads_to_prompts_then_demonstrations_then_a_policy() {
        assertThat(next()).isInstanceOf(NextAct.AddPrompts.class);

        addPrompts(2);
        assertThat(next()).isEqualTo(new NextAct.WriteDemonstrations(1, 0, 20, 2));

        addDemonstrations(20);
        Model base = models.registerBase("stories-base", "models/stories-base");
        assertThat(next()).isEqualTo(new NextAct.TrainPolicy(1, 20, base));
    }

    @Test
    void one_round_leads_through_every_act_and_the_next_begins_on_the_tuned_policy() {
        addPrompts(2);
        addDemonstrations(20);
        Model base = models.registerBase("stories-base", "models/stories-base");

        Run sft = enqueue(RunKind.SFT);
        assertThat(next()).isInstanceOf(NextAct.Wait.class);
        Model policy = finish(sft, ModelKind.POLICY, base, null, null);
        assertThat(next()).isEqualTo(new NextAct.SampleCampaign(1, policy, 2));

        Campaign campaign = campaigns.create(fixtures.newCampaign(project, 1, List.of(policy.id()), 1));
        campaigns.importSamples(campaign.id(), "samples.jsonl", Fixtures.samples(2));
        assertThat(next()).isInstanceOf(NextAct.OpenCampaign.class);
        campaigns.open(campaign.id());
        assertThat(next()).isEqualTo(new NextAct.Rank(1, campaigns.get(campaign.id()), 0, 2, 2));

        rankAll(campaign);
        assertThat(next()).isInstanceOf(NextAct.TrainReward.class);

        Model reward = finish(
                enqueue(RunKind.REWARD),
                ModelKind.REWARD,
                policy,
                null,
                "{\"accuracy\":{\"value\":0.71,\"n\":120,\"low\":0.62,\"high\":0.78}}");
        Figure accuracy = new Figure(.71, 120, .62, .78);
        assertThat(next()).isEqualTo(new NextAct.RunPpo(1, policy, reward, accuracy, 2));

        Model tuned = finish(
                enqueue(RunKind.PPO),
                ModelKind.POLICY,
                policy,
                reward,
                "{\"reward_before\":{\"value\":0.1},\"reward_after\":{\"value\":1.3},\"kl\":{\"value\":5.9}}");
        assertThat(next()).isEqualTo(new NextAct.TryIt(1, tuned, policy));
        assertThat(rounds.overview(project).rounds().getFirst().tuned())
                .extracting(Round.Tuned::gain)
                .isEqualTo(1.2);

        assertThat(rounds.roundFor(project, RunKind.SAMPLE)).isEqualTo(2);
        Campaign second = campaigns.create(fixtures.newCampaign(project, 2, List.of(tuned.id()), 1));
        assertThat(rounds.overview(project).rounds()).extracting(Round::number).containsExactly(2, 1);
        assertThat(rounds.overview(project).rounds()).extracting(Round::policy).containsExactly(tuned, policy);
        assertThat(next()).isEqualTo(new NextAct.SampleCampaign(second.round(), tuned, 2));
    }

    @Test
    void a_failed_run_comes_before_everything_else() {
        Run run = enqueue(RunKind.SFT);
        runs.startNext();
        runs.fail(run.id(), "The disk is full. Make room and resume.");

        assertThat(next()).isEqualTo(new NextAct.LookAtRun(1, runs.get(run.id())));
    }

    private NextAct next() {
        return rounds.overview(project).next();
    }

    private void addPrompts(int count) {
        prompts.importLines(
                project,
                "prompts.jsonl",
                Fixtures.lines(IntStream.range(0, count)
                        .mapToObj("{\"id\":\"p%1$d\",\"prompt\":\"Tell story %1$d.\"}"::formatted)
                        .toArray(String[]::new)));
    }

    private void addDemonstrations(int count) {
        demonstrations.importLines(
                project,
                "demonstrations.jsonl",
                Fixtures.lines(IntStream.range(0, count)
                        .mapToObj(
                                "{\"id\":\"d%1$d\",\"prompt\":\"Tell story %1$d.\",\"completion\":\"Once.\"}"
                                        ::formatted)
                        .toArray(String[]::new)));
    }

    private void rankAll(Campaign campaign) {
        long ann = fixtures.labeler("ann").id();
        assignments.ahead(campaign.id(), ann, 10).forEach(task -> assignments.submit(task.token(), ann, B_FIRST, null));
    }

    private Run enqueue(RunKind kind) {
        return runs.enqueue(
                new NewRun(project, kind, rounds.roundFor(project, kind), Path.of("runs"), Map.of(), List.of(), null));
    }

    private Model finish(Run run, ModelKind kind, Model parent, @Nullable Model reward, @Nullable String outcome) {
        runs.startNext();
        runs.finish(run.id(), outcome);
        return models.register(new NewModel(
                project,
                run.name(),
                kind,
                run.folder(),
                parent.id(),
                reward == null ? null : reward.id(),
                run.id(),
                run.round()));
    }
}
