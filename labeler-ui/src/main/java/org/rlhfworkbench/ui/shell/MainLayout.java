package org.rlhfworkbench.ui.shell;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.applayout.AppLayout;
import com.vaadin.flow.component.applayout.DrawerToggle;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.sidenav.SideNav;
import com.vaadin.flow.component.sidenav.SideNavItem;
import com.vaadin.flow.router.AfterNavigationEvent;
import com.vaadin.flow.router.AfterNavigationObserver;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.projects.Projects;
import org.rlhfworkbench.ui.security.SignedIn;

/** The frame: for an owner the project at the top and its pages at the side, for a labeler four links and nothing else. */
@PermitAll
public class MainLayout extends AppLayout implements AfterNavigationObserver {
    private static final List<String> PROJECT_PAGES = List.of(
            Paths.OVERVIEW,
            Paths.PROMPTS,
            Paths.CAMPAIGNS,
            Paths.DEMONSTRATIONS,
            Paths.MODELS,
            Paths.RUNS,
            Paths.PLAYGROUND,
            Paths.SETTINGS);

    private final DrawerToggle toggle = new DrawerToggle();
    private final SideNav pages = new SideNav();
    private final ProjectMenu projects;
    private final Nav labelerLinks = new Nav();
    private final boolean owner;
    private @Nullable String shownProject;

    MainLayout(SignedIn signedIn, Projects projects) {
        owner = signedIn.owner();
        this.projects = new ProjectMenu(projects, signedIn.person());
        addLabelerLinks();
        toggle.setAriaLabel(say("menu.toggle"));
        Span space = new Span();
        space.addClassName("grow");
        this.projects.setVisible(owner);
        addToNavbar(toggle, this.projects, labelerLinks, space, new AccountMenu(signedIn));
        addToDrawer(pages);
    }

    private void addLabelerLinks() {
        labelerLinks.addClassName("labeler-links");
        labelerLinks.setAriaLabel(say("menu.labeler"));
        List.of(Paths.NEXT, Paths.HISTORY, Paths.GUIDELINES)
                .forEach(page -> labelerLinks.add(new Anchor(page, say("page." + page))));
        labelerLinks.setVisible(!owner);
    }

    /** On a narrow screen the drawer covers the page, so that it stays closed until it is asked for. */
    private void openDrawerWhereThereIsRoom() {
        getElement().executeJs("this.drawerOpened = !this.overlay");
    }

    private static void mark(Component link, String path) {
        boolean here = link instanceof Anchor anchor && anchor.getHref().equals(path);
        if (here) {
            link.getElement().setAttribute("aria-current", "page");
        } else {
            link.getElement().removeAttribute("aria-current");
        }
    }

    @Override
    public void afterNavigation(AfterNavigationEvent event) {
        String project = owner ? event.getRouteParameters().get(Paths.PROJECT).orElse(null) : null;
        toggle.setVisible(project != null);
        pages.setVisible(project != null);
        if (project == null) {
            setDrawerOpened(false);
        } else if (!project.equals(shownProject)) {
            pages.removeAll();
            PROJECT_PAGES.forEach(page -> pages.addItem(item(project, page)));
            if (shownProject == null) {
                openDrawerWhereThereIsRoom();
            }
        }
        shownProject = project;
        if (owner) {
            projects.show(project);
        }
        String path = event.getLocation().getPath();
        labelerLinks.getChildren().forEach(link -> mark(link, path));
    }

    private static SideNavItem item(String project, String page) {
        SideNavItem item =
                new SideNavItem(say("page." + page.substring(page.lastIndexOf('/') + 1)), Paths.in(project, page));
        item.setMatchNested(true);
        return item;
    }
}
