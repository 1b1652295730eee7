package org.rlhfworkbench.ui.overview;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.agreement.Figure;
import org.rlhfworkbench.feedback.campaigns.Campaign;
import org.rlhfworkbench.feedback.campaigns.Campaigns;
import org.rlhfworkbench.feedback.models.Model;
import org.rlhfworkbench.feedback.models.ModelKind;
import org.rlhfworkbench.feedback.models.Models;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.feedback.rounds.NextAct;
import org.rlhfworkbench.feedback.rounds.Overview;
import org.rlhfworkbench.feedback.rounds.Round;
import org.rlhfworkbench.feedback.runs.Run;
import org.rlhfworkbench.feedback.runs.RunState;
import org.rlhfworkbench.ui.campaigns.RankingCampaigns;
import org.rlhfworkbench.ui.launching.RunFolder;
import org.rlhfworkbench.ui.launching.RunLauncher;
import org.rlhfworkbench.ui.launching.RunStatus;
import org.rlhfworkbench.ui.launching.Training;
import org.rlhfworkbench.ui.security.SignedIn;
import org.rlhfworkbench.ui.shell.Amounts;
import org.rlhfworkbench.ui.shell.Paths;
import org.rlhfworkbench.ui.shell.Shares;
import org.springframework.stereotype.Component;

/** Puts the next act into words, and gives it the button that does it. */
@Component
class NextActs {
    private final Training training;
    private final RankingCampaigns ranking;
    private final Campaigns campaigns;
    private final Models models;
    private final RunLauncher launcher;
    private final SignedIn signedIn;

    NextActs(
            Training training,
            RankingCampaigns ranking,
            Campaigns campaigns,
            Models models,
            RunLauncher launcher,
            SignedIn signedIn) {
        this.training = training;
        this.ranking = ranking;
        this.campaigns = campaigns;
        this.models = models;
        this.launcher = launcher;
        this.signedIn = signedIn;
    }

    /** Whatever the act's buttons do on this page, {@code done} follows. */
    Act describe(Project project, Overview overview, Runnable done) {
        return switch (overview.next()) {
            case NextAct.AddPrompts act ->
                Act.of(
                        say("act.add-prompts"),
                        say("act.add-prompts-facts"),
                        say("act.add-prompts-why"),
                        link(true, say("act.add-prompts-button"), Paths.in(project.id(), Paths.PROMPTS)));
            case NextAct.WriteDemonstrations act -> write(project, act, done);
            case NextAct.TrainPolicy act -> trainPolicy(project, act, done);
            case NextAct.SampleCampaign act -> sample(project, act, done);
            case NextAct.OpenCampaign act ->
                Act.of(
                        say("act.open", act.campaign().name()),
                        say("act.open-facts", act.items()),
                        say("act.rank-why"),
                        primary(
                                say("act.open-button", act.items()),
                                () -> campaigns.open(act.campaign().id()),
                                done));
            case NextAct.Rank act -> rank(project, act, overview, done);
            case NextAct.TrainReward act -> trainReward(project, act, done);
            case NextAct.RunPpo act ->
                Act.of(
                        say("act.ppo"),
                        ppoFacts(act),
                        say("act.ppo-why"),
                        primary(
                                say("act.ppo-button", act.policy().name()),
                                () -> training.tune(project.id(), act.policy(), act.reward(), Map.of(), signedIn.id()),
                                done));
            case NextAct.TryIt act -> tryIt(project, act, overview, done);
            case NextAct.Wait act -> waiting(project, act.run());
            case NextAct.LookAtRun act -> look(project, act.run(), done);
        };
    }

    private Act write(Project project, NextAct.WriteDemonstrations act, Runnable done) {
        Anchor write = link(true, say("act.write-button"), Paths.in(project.id(), Paths.WRITE));
        Model base = act.have() == 0 ? null : base(project);
        String facts = say("act.write-facts", act.have(), act.enough(), act.prompts());
        return base == null
                ? Act.of(say("act.write"), facts, say("act.write-why"), write)
                : Act.of(
                        say("act.write"),
                        facts,
                        say("act.write-why"),
                        quiet(
                                say("act.train-policy-early", act.have()),
                                () -> training.fineTune(project.id(), base, Map.of(), signedIn.id()),
                                done),
                        write);
    }

    private @Nullable Model base(Project project) {
        return models.usableBy(project.id()).reversed().stream()
                .filter(model -> model.kind() == ModelKind.BASE)
                .findFirst()
                .orElse(null);
    }

    private Act trainPolicy(Project project, NextAct.TrainPolicy act, Runnable done) {
        Anchor more = link(false, say("act.write-more"), Paths.in(project.id(), Paths.WRITE));
        Model base = act.base();
        return base == null
                ? Act.of(say("act.train-policy"), say("act.no-base"), say("act.train-policy-why"), more)
                : Act.of(
                        say("act.train-policy"),
                        say("act.train-policy-facts", act.demonstrations(), base.name()),
                        say("act.train-policy-why"),
                        more,
                        primary(
                                say("act.train-policy-button", act.demonstrations()),
                                () -> training.fineTune(project.id(), base, Map.of(), signedIn.id()),
                                done));
    }

    private Act sample(Project project, NextAct.SampleCampaign act, Runnable done) {
        long asked = ranking.promptsOfNext(project.id());
        return Act.of(
                say("act.sample"),
                say("act.sample-facts", act.policy().name(), asked, RankingCampaigns.OUTPUTS),
                say("act.sample-why"),
                link(false, say("act.sample-settings"), Paths.in(project.id(), Paths.CAMPAIGNS, "new")),
                primary(
                        say("act.sample-button", asked * RankingCampaigns.OUTPUTS),
                        () -> ranking.startNext(project.id(), act.policy(), signedIn.id()),
                        done));
    }

    private Act rank(Project project, NextAct.Rank act, Overview overview, Runnable done) {
        Round round = overview.rounds().getFirst();
        Model policy = round.policy();
        Anchor rank = link(
                true,
                say(act.counted() == 0 ? "act.rank-button" : "act.rank-on-button"),
                Paths.in(project.id(), Paths.RANK, act.campaign().id()));
        String facts = say(
                        act.counted() == 0 ? "act.rank-facts-none" : "act.rank-facts",
                        act.counted(),
                        act.wanted(),
                        act.enough())
                + agreement(round);
        return act.counted() == 0 || policy == null
                ? Act.of(rankTitle(act.campaign(), policy), facts, say("act.rank-why"), rank)
                : Act.of(
                        rankTitle(act.campaign(), policy),
                        facts,
                        say("act.rank-why"),
                        quiet(
                                say("act.train-reward-early", act.counted()),
                                () -> training.trainReward(project.id(), policy, Map.of(), signedIn.id()),
                                done),
                        rank);
    }

    private static String rankTitle(Campaign campaign, @Nullable Model policy) {
        return say("act.rank", policy == null ? campaign.name() : policy.name());
    }

    private static String agreement(Round round) {
        Round.Rankings rankings = round.rankings();
        Figure agreement = rankings == null ? null : rankings.agreement();
        return agreement == null ? "" : " · " + say("act.agreement", Shares.withInterval(agreement));
    }

    private Act trainReward(Project project, NextAct.TrainReward act, Runnable done) {
        long missing = act.wanted() - act.counted();
        String facts = say("act.train-reward-facts", act.counted(), act.policy().name())
                + (act.agreement() == null ? "" : " · " + say("act.agreement", Shares.withInterval(act.agreement())));
        Button train = primary(
                say("act.train-reward-button", act.counted()),
                () -> training.trainReward(project.id(), act.policy(), Map.of(), signedIn.id()),
                done);
        return missing <= 0
                ? Act.of(say("act.train-reward"), facts, say("act.train-reward-why"), train)
                : Act.of(
                        say("act.train-reward"),
                        facts,
                        say("act.train-reward-why"),
                        link(
                                false,
                                say("act.rank-more", missing),
                                Paths.in(
                                        project.id(), Paths.RANK, act.campaign().id())),
                        train);
    }

    private static String ppoFacts(NextAct.RunPpo act) {
        Figure accuracy = act.accuracy();
        String rest = say("act.ppo-facts", act.policy().name(), act.reward().name(), act.prompts());
        return accuracy == null
                ? rest
                : say("act.ppo-accuracy", act.reward().name(), Amounts.percent(accuracy.value())) + " · " + rest;
    }

    private Act tryIt(Project project, NextAct.TryIt act, Overview overview, Runnable done) {
        Round.Tuned tuned = overview.rounds().getFirst().tuned();
        Model before = act.before();
        String facts = say("act.try-round", act.round());
        Double gain = tuned == null ? null : tuned.gain();
        Figure kl = tuned == null ? null : tuned.kl();
        if (gain != null) {
            facts += " · " + say("act.try-gain", Amounts.number(gain, "+0.00;−0.00"));
        }
        if (kl != null) {
            facts += " · " + say("act.try-kl", Amounts.number(kl.value(), "0.0"));
        }
        String talk = Paths.in(project.id(), Paths.PLAYGROUND) + "?left="
                + act.tuned().id() + (before == null ? "" : "&right=" + before.id());
        return Act.of(
                say("act.try", act.tuned().name()),
                facts,
                say("act.try-why"),
                quiet(
                        say("act.next-round", act.round() + 1, act.tuned().name()),
                        () -> ranking.startNext(project.id(), act.tuned(), signedIn.id()),
                        done),
                link(
                        true,
                        before == null
                                ? say("act.try-button", act.tuned().name())
                                : say("act.try-beside", act.tuned().name(), before.name()),
                        talk));
    }

    private static Act waiting(Project project, Run run) {
        RunStatus status = run.state() == RunState.RUNNING
                ? RunFolder.of(run)
                        .status()
                        .filter(said -> said.state().equals("running"))
                        .orElse(null)
                : null;
        String facts = run.name() + " · " + standing(run, status);
        Double progress =
                run.state() == RunState.QUEUED ? null : status == null || status.steps() == 0 ? -1.0 : status.share();
        return new Act(
                say("act.wait-" + run.kind().command()),
                facts,
                say("act.wait-why-" + run.kind().command()),
                progress,
                List.of(link(false, say("act.watch", run.name()), Paths.in(project.id(), Paths.RUNS, run.id()))));
    }

    private static String standing(Run run, @Nullable RunStatus status) {
        if (run.state() == RunState.QUEUED) {
            return say("act.wait-queued");
        }
        if (status == null || status.steps() == 0) {
            return say("act.wait-starting");
        }
        String steps = say("act.wait-steps", status.step(), status.steps());
        String rate = status.rate() <= 0 || status.rateUnit() == null
                ? ""
                : " · " + Amounts.number(status.rate(), "#,##0.#") + " " + status.rateUnit();
        return status.secondsLeft() == null
                ? steps + rate
                : steps + rate + " · " + say("act.wait-left", Amounts.duration(status.secondsLeft()));
    }

    private Act look(Project project, Run run, Runnable done) {
        boolean failed = run.state() == RunState.FAILED;
        boolean goesOn = RunFolder.of(run).hasCheckpoint();
        return Act.of(
                say(failed ? "act.failed" : "act.stopped", run.name()),
                run.message() == null ? say("act.stopped-facts") : run.message(),
                say(goesOn ? "act.failed-why" : "act.again-why"),
                quiet(say(goesOn ? "act.go-on" : "act.again", run.name()), () -> launcher.resume(run.id()), done),
                link(true, say("act.look", run.name()), Paths.in(project.id(), Paths.RUNS, run.id())));
    }

    private static Button primary(String words, Runnable act, Runnable done) {
        Button button = quiet(words, act, done);
        button.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        return button;
    }

    /** A second press while the first is still being worked on does nothing. */
    private static Button quiet(String words, Runnable act, Runnable done) {
        Button button = new Button(words);
        button.setDisableOnClick(true);
        button.addClickListener(pressed -> {
            try {
                act.run();
            } finally {
                done.run();
            }
        });
        return button;
    }

    private static Anchor link(boolean primary, String words, String path) {
        Anchor link = new Anchor(path, words);
        link.addClassName("button");
        if (primary) {
            link.addClassName("primary");
        }
        return link;
    }
}
