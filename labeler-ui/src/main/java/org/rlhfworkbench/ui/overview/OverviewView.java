package org.rlhfworkbench.ui.overview;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.shared.Registration;
import jakarta.annotation.security.RolesAllowed;
import java.util.Objects;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.feedback.projects.Projects;
import org.rlhfworkbench.feedback.rounds.Overview;
import org.rlhfworkbench.feedback.rounds.Rounds;
import org.rlhfworkbench.ui.launching.RunLauncher;
import org.rlhfworkbench.ui.projects.ProjectPage;
import org.rlhfworkbench.ui.security.SignedIn;
import org.rlhfworkbench.ui.shell.LivePages;
import org.rlhfworkbench.ui.shell.MainLayout;
import org.rlhfworkbench.ui.shell.PageHeader;
import org.rlhfworkbench.ui.shell.Paths;

/** The next act on top, with what it rests on; the rounds below. It keeps itself fresh. */
@Route(value = Paths.OVERVIEW, layout = MainLayout.class)
@RolesAllowed({"ADMINISTRATOR", "OWNER"})
class OverviewView extends ProjectPage {
    private final transient Rounds rounds;
    private final transient NextActs nextActs;
    private final transient Pulse pulse;
    private final transient RunLauncher launcher;
    private final transient LivePages live;
    private @Nullable Project project;
    private Pulse.@Nullable Beat beat;
    private @Nullable Registration watching;
    private transient @Nullable ScheduledFuture<?> looking;

    OverviewView(
            Projects projects,
            SignedIn signedIn,
            Rounds rounds,
            NextActs nextActs,
            Pulse pulse,
            RunLauncher launcher,
            LivePages live) {
        super(projects, signedIn);
        this.rounds = rounds;
        this.nextActs = nextActs;
        this.pulse = pulse;
        this.launcher = launcher;
        this.live = live;
    }

    @Override
    protected void show(Project project, BeforeEnterEvent event) {
        this.project = project;
        setTitle(say("page.overview"), project);
        refresh();
    }

    private void refresh() {
        Project of = Objects.requireNonNull(project);
        Overview overview = rounds.overview(of.id());
        beat = pulse.of(of.id());
        removeAll();
        add(
                new PageHeader(of.name(), of.description()),
                new NextActBox(of, nextActs.describe(of, overview, this::refresh)),
                new RoundsTable(of, overview));
    }

    private void look() {
        if (!pulse.of(Objects.requireNonNull(project).id()).equals(beat)) {
            refresh();
        }
    }

    @Override
    protected void onAttach(AttachEvent attached) {
        UI ui = attached.getUI();
        watching = launcher.watch(() -> ui.access(this::refresh));
        looking = live.every(ui, this::look);
    }

    @Override
    protected void onDetach(DetachEvent detached) {
        if (watching != null) {
            watching.remove();
        }
        if (looking != null) {
            looking.cancel(false);
        }
    }
}
