package org.rlhfworkbench.ui.rank;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.dependency.StyleSheet;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.PermitAll;
import org.rlhfworkbench.feedback.assignment.Assignments;
import org.rlhfworkbench.feedback.campaigns.Campaign;
import org.rlhfworkbench.feedback.campaigns.CampaignState;
import org.rlhfworkbench.feedback.campaigns.Campaigns;
import org.rlhfworkbench.feedback.labels.Labels;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.feedback.projects.Projects;
import org.rlhfworkbench.ui.labeling.Back;
import org.rlhfworkbench.ui.labeling.WorkHeader;
import org.rlhfworkbench.ui.labeling.WorkPage;
import org.rlhfworkbench.ui.security.SignedIn;
import org.rlhfworkbench.ui.shell.EmptyState;
import org.rlhfworkbench.ui.shell.Paths;

@Route(Paths.RANK + "/:campaign/:label?")
@PermitAll
@StyleSheet("context://labeling.css")
class RankView extends WorkPage {
    private final transient Campaigns campaigns;
    private final transient Assignments assignments;
    private final transient Labels labels;

    RankView(Projects projects, SignedIn signedIn, Campaigns campaigns, Assignments assignments, Labels labels) {
        super(projects, signedIn);
        this.campaigns = campaigns;
        this.assignments = assignments;
        this.labels = labels;
    }

    @Override
    protected void show(Project project, BeforeEnterEvent event) {
        Campaign campaign = event.getRouteParameters()
                .getLong("campaign")
                .flatMap(campaigns::find)
                .filter(found -> found.projectId() == project.id())
                .orElseThrow(NotFoundException::new);
        nameTab(say("rank.title", campaign.name()));
        removeAll();
        Back back = back(
                project,
                new Back(
                        Paths.in(project.id(), Paths.CAMPAIGNS, campaign.id()),
                        say("campaigns.campaign"),
                        say("labeling.to-campaign")));
        if (campaign.state() == CampaignState.PREPARING) {
            add(new WorkHeader(back, campaign.name(), say("rank.kind")), notYet(back));
            return;
        }
        RankingDesk desk = new RankingDesk(assignments, labels, campaigns, campaign, personId());
        RankBoard board = new RankBoard(desk, campaign, back);
        add(board);
        board.start(
                campaign,
                event.getRouteParameters()
                        .getLong("label")
                        .map(label -> desk.answer(label).orElseThrow(NotFoundException::new))
                        .orElse(null));
    }

    private static EmptyState notYet(Back back) {
        EmptyState empty = new EmptyState(say("rank.not-yet"), say("rank.not-yet-help"), back.link());
        empty.addClassName("work-empty");
        return empty;
    }
}
