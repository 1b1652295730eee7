package org.rlhfworkbench.ui.campaigns;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.progressbar.ProgressBar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.rlhfworkbench.feedback.campaigns.Campaign;
import org.rlhfworkbench.feedback.campaigns.CampaignState;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.feedback.rounds.NextAct;
import org.rlhfworkbench.feedback.runs.Run;
import org.rlhfworkbench.feedback.runs.RunState;
import org.rlhfworkbench.ui.launching.RunFolder;
import org.rlhfworkbench.ui.launching.RunStatus;
import org.rlhfworkbench.ui.shell.Amounts;
import org.rlhfworkbench.ui.shell.Paths;

/** What an owner can do with a campaign as it stands. */
class CampaignActs {
    private final Project project;
    private final CampaignDesk.Standing standing;
    private final CampaignDesk desk;
    private final Runnable changed;
    private final Campaign campaign;

    CampaignActs(Project project, CampaignDesk.Standing standing, CampaignDesk desk, Runnable changed) {
        this.project = project;
        this.standing = standing;
        this.desk = desk;
        this.changed = changed;
        this.campaign = standing.campaign();
    }

    Component[] inHeader() {
        List<Component> acts = new ArrayList<>(List.of(CampaignWords.state(campaign)));
        switch (campaign.state()) {
            case OPEN -> {
                acts.add(act("campaign.pause", () -> desk.pause(campaign.id())));
                acts.add(new Button(say("campaign.close"), pressed -> askToClose()));
                acts.add(rank(standing.next() instanceof NextAct.TrainReward));
            }
            case PAUSED -> {
                acts.add(act("campaign.resume", () -> desk.open(campaign.id())));
                acts.add(new Button(say("campaign.close"), pressed -> askToClose()));
            }
            case CLOSED -> acts.add(act("campaign.reopen", () -> desk.open(campaign.id())));
            case PREPARING -> {}
        }
        return acts.toArray(Component[]::new);
    }

    private Anchor rank(boolean quietly) {
        Anchor rank = new Anchor(Paths.in(project.id(), Paths.RANK, campaign.id()), say("campaign.rank"));
        rank.addClassName("button");
        if (!quietly) {
            rank.addClassName("primary");
        }
        return rank;
    }

    private Button act(String words, Runnable act) {
        return new Button(say(words), pressed -> {
            act.run();
            changed.run();
        });
    }

    private void askToClose() {
        long missing = standing.progress().wanted() - standing.progress().counted();
        ConfirmDialog ask = new ConfirmDialog(
                say("campaign.close-ask", campaign.name()),
                say("campaign.close-help", Math.max(0, missing)),
                say("campaign.close"),
                confirmed -> {
                    desk.close(campaign.id());
                    changed.run();
                });
        ask.setCancelable(true);
        ask.setCancelText(say("action.cancel"));
        ask.open();
    }

    /** The box on top, when there is something to say or to do there. */
    Optional<Component> next() {
        if (campaign.state() == CampaignState.PREPARING) {
            return Optional.of(preparing());
        }
        return standing.next() instanceof NextAct.TrainReward act ? Optional.of(train(act)) : Optional.empty();
    }

    private Component train(NextAct.TrainReward act) {
        Button train = new Button(say("act.train-reward-button", act.counted()), pressed -> {
            Run run = desk.trainReward(act, project.id());
            UI.getCurrent().navigate(Paths.in(project.id(), Paths.RUNS, run.id()));
        });
        train.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        return box(
                say("act.train-reward"),
                say("campaign.enough", act.counted(), act.policy().name()),
                train);
    }

    private Component preparing() {
        Run run = standing.sampling();
        if (standing.progress().items() > 0) {
            Button open = act("campaign.open", () -> desk.open(campaign.id()));
            open.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
            return box(
                    say("campaign.ready"),
                    say("campaign.ready-help", standing.progress().items()),
                    open);
        }
        if (run == null || run.state() == RunState.FINISHED) {
            return box(say("campaign.no-outputs"), say("campaign.no-outputs-help"));
        }
        Anchor watch = new Anchor(Paths.in(project.id(), Paths.RUNS, run.id()), say("act.watch", run.name()));
        watch.addClassName("button");
        if (run.state() == RunState.FAILED || run.state() == RunState.STOPPED) {
            return box(say("campaign.sampling-failed"), String.valueOf(run.message()), watch);
        }
        Div box = box(say("campaign.sampling"), say("campaign.sampling-help"), watch);
        Optional<RunStatus> status = RunFolder.of(run).status();
        ProgressBar bar = new ProgressBar(0, 1, status.map(RunStatus::share).orElse(0.0));
        bar.setIndeterminate(status.isEmpty() || status.get().steps() == 0);
        status.filter(said -> said.secondsLeft() != null)
                .ifPresent(said -> bar.getElement()
                        .setAttribute(
                                "aria-label", Amounts.duration(said.secondsLeft() == null ? 0 : said.secondsLeft())));
        box.add(bar);
        return box;
    }

    private static Div box(String title, String words, Component... acts) {
        com.vaadin.flow.component.html.H2 head = new com.vaadin.flow.component.html.H2(title);
        Span line = new Span(words);
        line.addClassNames("dim", "num");
        Div text = new Div(head, line);
        Div right = new Div(acts);
        right.addClassName("acts");
        Div box = new Div(text, right);
        box.addClassName("next-act");
        return box;
    }
}
