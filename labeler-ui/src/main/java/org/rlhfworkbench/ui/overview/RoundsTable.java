package org.rlhfworkbench.ui.overview;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import org.rlhfworkbench.feedback.agreement.Figure;
import org.rlhfworkbench.feedback.models.Model;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.feedback.rounds.NextAct;
import org.rlhfworkbench.feedback.rounds.Overview;
import org.rlhfworkbench.feedback.rounds.Round;
import org.rlhfworkbench.feedback.runs.RunKind;
import org.rlhfworkbench.ui.shell.Amounts;
import org.rlhfworkbench.ui.shell.Paths;
import org.rlhfworkbench.ui.shell.Table;

/** A line a round, from demonstrations to the tuned policy; what is being worked on stands out. */
class RoundsTable extends Div {
    private final transient Project project;
    private final transient NextAct next;

    RoundsTable(Project project, Overview overview) {
        this.project = project;
        this.next = overview.next();
        addClassName("rounds");
        Table table = new Table(
                say("rounds.round"),
                say("rounds.demonstrations"),
                say("rounds.policy"),
                say("rounds.rankings"),
                say("rounds.reward"),
                say("rounds.ppo"));
        for (Round round : overview.rounds()) {
            boolean now = round.number() == overview.rounds().getFirst().number();
            table.row(
                    number(round),
                    demonstrations(round, now),
                    policy(round, now),
                    rankings(round, now),
                    reward(round, now),
                    ppo(round, now));
        }
        add(table);
    }

    private static Component number(Round round) {
        Span number = new Span(Integer.toString(round.number()));
        number.addClassName("strong");
        return round.since() == null ? number : Table.twoLines(number, say("rounds.since", Amounts.ago(round.since())));
    }

    private Component demonstrations(Round round, boolean now) {
        Anchor count = new Anchor(
                Paths.in(project.id(), Paths.DEMONSTRATIONS), (round.number() > 1 ? "+" : "") + round.demonstrations());
        mark(count, now && (next instanceof NextAct.WriteDemonstrations || next instanceof NextAct.TrainPolicy));
        return round.number() > 1 ? Table.twoLines(count, say("rounds.in-all", round.demonstrationsInAll())) : count;
    }

    private Component policy(Round round, boolean now) {
        Model policy = round.policy();
        if (policy != null) {
            return model(policy);
        }
        return working(now, RunKind.SFT) ? now("rounds.training") : later(now && next instanceof NextAct.TrainPolicy);
    }

    private Component rankings(Round round, boolean now) {
        Round.Rankings rankings = round.rankings();
        if (rankings == null) {
            return later(now && next instanceof NextAct.SampleCampaign);
        }
        Anchor counted = new Anchor(
                Paths.in(project.id(), Paths.CAMPAIGNS, rankings.campaignIds().getFirst()),
                rankings.counted() < rankings.wanted()
                        ? say("campaign.done", rankings.counted(), rankings.wanted())
                        : Long.toString(rankings.counted()));
        boolean sampling = working(now, RunKind.SAMPLE);
        mark(counted, now && (next instanceof NextAct.Rank || next instanceof NextAct.OpenCampaign));
        if (sampling && rankings.wanted() == 0) {
            counted.setText(say("rounds.sampling"));
            mark(counted, true);
            return counted;
        }
        Figure agreement = rankings.agreement();
        return Table.twoLines(
                counted,
                agreement == null
                        ? say("rounds.people", rankings.labelers())
                        : say("rounds.agreement", Amounts.percent(agreement.value())));
    }

    private Component reward(Round round, boolean now) {
        Round.Reward reward = round.reward();
        if (reward == null) {
            return working(now, RunKind.REWARD)
                    ? now("rounds.training")
                    : later(now && next instanceof NextAct.TrainReward);
        }
        Figure accuracy = reward.accuracy();
        Anchor name =
                link(reward.model(), accuracy == null ? reward.model().name() : Amounts.percent(accuracy.value()));
        String beside = reward.ceiling() != null
                ? say("rounds.ceiling", Amounts.percent(reward.ceiling().value()))
                : reward.longerWins() != null
                        ? say(
                                "rounds.longer-wins",
                                Amounts.percent(reward.longerWins().value()))
                        : "";
        return Table.twoLines(name, beside);
    }

    private Component ppo(Round round, boolean now) {
        Round.Tuned tuned = round.tuned();
        if (tuned == null) {
            return working(now, RunKind.PPO) ? now("rounds.tuning") : later(now && next instanceof NextAct.RunPpo);
        }
        Double gain = tuned.gain();
        Anchor name = link(tuned.model(), gain == null ? tuned.model().name() : Amounts.number(gain, "+0.00;−0.00"));
        mark(name, now && next instanceof NextAct.TryIt);
        Figure kl = tuned.kl();
        return Table.twoLines(
                name,
                kl == null
                        ? tuned.model().name()
                        : say("rounds.kl", tuned.model().name(), Amounts.number(kl.value(), "0.0")));
    }

    private boolean working(boolean now, RunKind kind) {
        return now && next instanceof NextAct.Wait act && act.run().kind() == kind;
    }

    private Component model(Model model) {
        return link(model, model.name());
    }

    private Anchor link(Model model, String words) {
        return new Anchor(Paths.in(project.id(), Paths.MODELS, model.id()), words);
    }

    private static Span now(String key) {
        Span words = new Span(say(key));
        words.addClassName("state");
        return words;
    }

    private static Span later(boolean next) {
        Span words = new Span(next ? say("rounds.next") : "–");
        words.addClassName("dim");
        return words;
    }

    private static void mark(Anchor link, boolean now) {
        link.setClassName("state", now);
    }
}
