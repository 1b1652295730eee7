package org.rlhfworkbench.ui.campaigns;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.progressbar.ProgressBar;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.shared.Registration;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.agreement.Agreement;
import org.rlhfworkbench.feedback.assignment.Assignments;
import org.rlhfworkbench.feedback.assignment.Progress;
import org.rlhfworkbench.feedback.campaigns.Campaign;
import org.rlhfworkbench.feedback.campaigns.Campaigns;
import org.rlhfworkbench.feedback.models.Models;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.feedback.projects.Projects;
import org.rlhfworkbench.ui.launching.RunLauncher;
import org.rlhfworkbench.ui.projects.ProjectPage;
import org.rlhfworkbench.ui.security.SignedIn;
import org.rlhfworkbench.ui.shell.EmptyState;
import org.rlhfworkbench.ui.shell.MainLayout;
import org.rlhfworkbench.ui.shell.PageHeader;
import org.rlhfworkbench.ui.shell.Paths;
import org.rlhfworkbench.ui.shell.Shares;
import org.rlhfworkbench.ui.shell.Table;

/** Every campaign of the project, the newest first. */
@Route(value = Paths.CAMPAIGNS, layout = MainLayout.class)
@RolesAllowed({"ADMINISTRATOR", "OWNER"})
class CampaignsView extends ProjectPage {
    private final transient Campaigns campaigns;
    private final transient Assignments assignments;
    private final transient Agreement agreement;
    private final transient Models models;
    private final transient RunLauncher launcher;
    private @Nullable Project project;
    private @Nullable Registration watching;

    CampaignsView(
            Projects projects,
            SignedIn signedIn,
            Campaigns campaigns,
            Assignments assignments,
            Agreement agreement,
            Models models,
            RunLauncher launcher) {
        super(projects, signedIn);
        this.campaigns = campaigns;
        this.assignments = assignments;
        this.agreement = agreement;
        this.models = models;
        this.launcher = launcher;
    }

    @Override
    protected void show(Project project, BeforeEnterEvent event) {
        this.project = project;
        setTitle(say("page.campaigns"), project);
        refresh();
    }

    @Override
    protected void onAttach(AttachEvent attached) {
        UI ui = attached.getUI();
        watching = launcher.watch(() -> ui.access(this::refresh));
    }

    @Override
    protected void onDetach(DetachEvent detached) {
        if (watching != null) {
            watching.remove();
        }
    }

    private void refresh() {
        Project of = Objects.requireNonNull(project);
        removeAll();
        List<Campaign> all = campaigns.of(of.id());
        Anchor create = new Anchor(Paths.in(of.id(), Paths.CAMPAIGNS, "new"), say("campaigns.new"));
        create.addClassNames("button", "primary");
        if (all.isEmpty()) {
            add(
                    new PageHeader(say("page.campaigns"), ""),
                    new EmptyState(say("campaigns.empty"), say("campaigns.empty-help"), create));
            return;
        }
        Table table = new Table(
                say("campaigns.campaign"),
                say("campaigns.round"),
                say("campaigns.model"),
                say("campaigns.rankings"),
                say("campaigns.agreement"),
                say("campaigns.people"));
        all.forEach(campaign -> row(table, of, campaign));
        add(new PageHeader(say("page.campaigns"), say("campaigns.lead"), create), table);
    }

    private void row(Table table, Project of, Campaign campaign) {
        Progress progress = assignments.progress(campaign.id());
        Anchor name = new Anchor(Paths.in(of.id(), Paths.CAMPAIGNS, campaign.id()), campaign.name());
        name.addClassName("strong");
        Div named = new Div(name, CampaignWords.state(campaign));
        named.addClassName("two-lines");
        table.row(
                named,
                new Span(Integer.toString(campaign.round())),
                new Span(CampaignWords.models(campaign, models)),
                progress(progress),
                new Span(agreement
                        .ofCampaign(campaign.id())
                        .map(Shares::withInterval)
                        .orElse("–")),
                new Span(Long.toString(progress.labelers())));
    }

    private static Div progress(Progress progress) {
        Div cell = new Div(new Span(
                progress.items() == 0
                        ? say("campaigns.sampling")
                        : say("campaign.done", progress.counted(), progress.wanted())));
        cell.addClassName("two-lines");
        if (progress.items() > 0) {
            cell.add(new ProgressBar(0, progress.wanted(), Math.min(progress.counted(), progress.wanted())));
        }
        return cell;
    }
}
