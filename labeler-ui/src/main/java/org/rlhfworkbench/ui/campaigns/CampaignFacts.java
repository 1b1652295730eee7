package org.rlhfworkbench.ui.campaigns;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.agreement.CampaignQuality;
import org.rlhfworkbench.feedback.agreement.Figure;
import org.rlhfworkbench.feedback.assignment.Progress;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.ui.shell.Amounts;
import org.rlhfworkbench.ui.shell.Paths;
import org.rlhfworkbench.ui.shell.Shares;

/** One row of facts, each with what it means and where it leads. */
class CampaignFacts extends Div {
    CampaignFacts(Project project, CampaignDesk.Standing standing) {
        addClassName("fact-row");
        Progress progress = standing.progress();
        Div done = fact(
                say("campaign.rankings", progress.counted(), progress.wanted()),
                say("campaign.done-help", progress.completeItems(), progress.items(), progress.labelers()));
        done.add(new ProgressBar(0, progress.wanted(), Math.min(progress.counted(), progress.wanted())));
        Div agree = agreement(standing);
        Div time = fact(
                standing.quality().medianSeconds() == null
                        ? "–"
                        : Amounts.duration(standing.quality().medianSeconds()),
                say("campaign.time-help"));
        add(done, agree, time, stuck(project, standing));
    }

    private static Div agreement(CampaignDesk.Standing standing) {
        Figure figure = standing.agreement();
        if (figure == null) {
            return fact(
                    "–",
                    say(
                            standing.campaign().labelersPerItem() == 1
                                    ? "campaign.agreement-single"
                                    : "campaign.agreement-none"));
        }
        return fact(Shares.withInterval(figure), say("campaign.agreement-help", figure.n(), meaning(figure.value())));
    }

    private static String meaning(double share) {
        return say(
                share < 0.6
                        ? "campaign.agreement-low"
                        : share < 0.7 ? "campaign.agreement-fair" : "campaign.agreement-good");
    }

    private static Div stuck(Project project, CampaignDesk.Standing standing) {
        CampaignQuality quality = standing.quality();
        long disputed = quality.items().stream()
                .filter(CampaignQuality.OfItem::disputed)
                .count();
        Div fact = new Div();
        fact.addClassName("fact");
        Div links = new Div();
        links.addClassName("fact-links");
        link(links, project, standing, ItemFilter.DISPUTED, disputed);
        link(
                links,
                project,
                standing,
                ItemFilter.UNRANKABLE,
                standing.progress().unrankable());
        link(
                links,
                project,
                standing,
                ItemFilter.FLAGGED,
                quality.items().stream().filter(item -> item.flagged() > 0).count());
        if (links.getChildren().findAny().isEmpty()) {
            links.add(new Span(say("campaign.nothing-stuck")));
        }
        Span hands = new Span(say(
                "campaign.in-hands",
                standing.progress().inHands(),
                standing.progress().surplus()));
        hands.addClassName("dim");
        fact.add(links, hands);
        return fact;
    }

    private static void link(
            Div links, Project project, CampaignDesk.Standing standing, ItemFilter filter, long count) {
        if (count > 0) {
            links.add(new Anchor(
                    Paths.in(project.id(), Paths.CAMPAIGNS, standing.campaign().id(), "items") + "?show="
                            + filter.word(),
                    say("campaign.stuck-" + filter.word(), count)));
        }
    }

    private static Div fact(String value, @Nullable String meaning) {
        Span number = new Span(value);
        number.addClassName("value");
        Div fact = new Div(number);
        fact.addClassName("fact");
        if (meaning != null) {
            Span words = new Span(meaning);
            words.addClassName("dim");
            fact.add(words);
        }
        return fact;
    }
}
