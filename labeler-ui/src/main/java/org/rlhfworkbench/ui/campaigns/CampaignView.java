package org.rlhfworkbench.ui.campaigns;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.campaigns.Campaign;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.feedback.projects.Projects;
import org.rlhfworkbench.ui.projects.ProjectPage;
import org.rlhfworkbench.ui.security.SignedIn;
import org.rlhfworkbench.ui.shell.LivePages;
import org.rlhfworkbench.ui.shell.MainLayout;
import org.rlhfworkbench.ui.shell.PageHeader;
import org.rlhfworkbench.ui.shell.Paths;

/** One campaign: how far it is, how much people agree, what is stuck, and the act that follows. It keeps itself fresh. */
@Route(value = Paths.CAMPAIGNS + "/:campaign/:tab?", layout = MainLayout.class)
@RolesAllowed({"ADMINISTRATOR", "OWNER"})
class CampaignView extends ProjectPage {
    private enum Tab {
        ITEMS,
        LABELERS,
        SETTINGS,
        EXPORT;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final transient CampaignDesk desk;
    private final transient LivePages live;
    private final Div top = new Div();
    private final Div body = new Div();
    private final Nav tabs = new Nav();
    private @Nullable Project project;
    private @Nullable Tab tab;
    private @Nullable CampaignTab shown;
    private long campaignId;
    private CampaignDesk.@Nullable Standing standing;
    private transient @Nullable ScheduledFuture<?> watching;

    CampaignView(Projects projects, SignedIn signedIn, CampaignDesk desk, LivePages live) {
        super(projects, signedIn);
        this.desk = desk;
        this.live = live;
        tabs.addClassName("tab-links");
        tabs.setAriaLabel(say("campaign.tabs"));
    }

    @Override
    protected void show(Project project, BeforeEnterEvent event) {
        Campaign campaign = event.getRouteParameters()
                .getLong("campaign")
                .flatMap(desk::find)
                .filter(found -> found.projectId() == project.id())
                .orElseThrow(NotFoundException::new);
        Tab wanted = event.getRouteParameters()
                .get("tab")
                .map(word -> Arrays.stream(Tab.values())
                        .filter(each -> each.word().equals(word))
                        .findFirst()
                        .orElseThrow(NotFoundException::new))
                .orElse(Tab.ITEMS);
        this.project = project;
        campaignId = campaign.id();
        setTitle(campaign.name(), project);
        showTop();
        tab = wanted;
        shown = tab(wanted, project, event.getLocation().getQueryParameters());
        body.removeAll();
        body.add((Component) shown);
        showTabs();
        removeAll();
        Anchor back = new Anchor(Paths.in(project.id(), Paths.CAMPAIGNS), say("page.campaigns"));
        back.addClassName("back");
        add(back, top, tabs, body);
    }

    private CampaignTab tab(Tab which, Project of, QueryParameters asked) {
        CampaignDesk.Standing now = Objects.requireNonNull(standing);
        return switch (which) {
            case ITEMS -> new ItemsTab(of, now, desk, asked);
            case LABELERS -> new LabelersTab(now, desk);
            case SETTINGS -> new SettingsTab(now, desk, this::changed);
            case EXPORT -> new ExportTab(now, desk);
        };
    }

    private void showTabs() {
        tabs.removeAll();
        for (Tab each : Tab.values()) {
            Anchor link = new Anchor(
                    Paths.in(Objects.requireNonNull(project).id(), Paths.CAMPAIGNS, campaignId, each.word()),
                    say("campaign.tab-" + each.word()));
            if (each == tab) {
                link.getElement().setAttribute("aria-current", "page");
            }
            tabs.add(link);
        }
    }

    private void showTop() {
        CampaignDesk.Standing now = desk.standing(campaignId);
        standing = now;
        Project of = Objects.requireNonNull(project);
        PageHeader header =
                new PageHeader(now.campaign().name(), CampaignWords.question(now.campaign(), desk.models()));
        CampaignActs acts = new CampaignActs(of, now, desk, this::changed);
        header.setActs(acts.inHeader());
        top.removeAll();
        top.add(header);
        acts.next().ifPresent(top::add);
        if (now.progress().items() > 0) {
            top.add(new CampaignFacts(of, now));
        }
    }

    private void changed() {
        showTop();
        if (shown != null) {
            shown.refresh(Objects.requireNonNull(standing));
        }
    }

    private void look() {
        CampaignDesk.Standing before = standing;
        if (before == null || desk.moved(before)) {
            changed();
        }
    }

    @Override
    protected void onAttach(AttachEvent attached) {
        UI ui = attached.getUI();
        watching = live.every(ui, this::look);
    }

    @Override
    protected void onDetach(DetachEvent detached) {
        if (watching != null) {
            watching.cancel(false);
        }
    }

    /** What stands under the tabs. */
    interface CampaignTab {
        /** Something has changed since it was built. */
        void refresh(CampaignDesk.Standing now);
    }
}
