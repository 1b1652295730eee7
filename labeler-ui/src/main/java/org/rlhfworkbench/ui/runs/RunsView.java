package org.rlhfworkbench.ui.runs;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.progressbar.ProgressBar;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.shared.Registration;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.feedback.projects.Projects;
import org.rlhfworkbench.feedback.runs.Run;
import org.rlhfworkbench.feedback.runs.RunKind;
import org.rlhfworkbench.feedback.runs.RunState;
import org.rlhfworkbench.feedback.runs.Runs;
import org.rlhfworkbench.ui.launching.RunFolder;
import org.rlhfworkbench.ui.launching.RunLauncher;
import org.rlhfworkbench.ui.launching.RunStatus;
import org.rlhfworkbench.ui.projects.ProjectPage;
import org.rlhfworkbench.ui.security.SignedIn;
import org.rlhfworkbench.ui.shell.EmptyState;
import org.rlhfworkbench.ui.shell.MainLayout;
import org.rlhfworkbench.ui.shell.PageHeader;
import org.rlhfworkbench.ui.shell.Paths;

/** Every run of the project, the newest first, with the queue as part of the list. */
@Route(value = Paths.RUNS, layout = MainLayout.class)
@RolesAllowed({"ADMINISTRATOR", "OWNER"})
class RunsView extends ProjectPage {
    private final transient Runs runs;
    private final transient RunLauncher launcher;
    private final transient RunWords words;
    private final transient StartDialogs dialogs;
    private final Div content = new Div();
    private @Nullable Project project;
    private @Nullable Registration watching;

    RunsView(
            Projects projects,
            SignedIn signedIn,
            Runs runs,
            RunLauncher launcher,
            RunWords words,
            StartDialogs dialogs) {
        super(projects, signedIn);
        this.runs = runs;
        this.launcher = launcher;
        this.words = words;
        this.dialogs = dialogs;
    }

    @Override
    protected void show(Project project, BeforeEnterEvent event) {
        this.project = project;
        setTitle(say("page.runs"), project);
        removeAll();
        add(new PageHeader(say("page.runs"), say("runs.lead"), starters(project)), content);
        refresh();
    }

    private Button[] starters(Project of) {
        return List.of(RunKind.SFT, RunKind.REWARD, RunKind.PPO).stream()
                .map(kind -> new Button(say("runs.start-" + kind.command()), pressed -> dialogs.open(kind, of)))
                .toArray(Button[]::new);
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
        if (project == null) {
            return;
        }
        content.removeAll();
        List<Run> all = runs.of(project.id());
        if (all.isEmpty()) {
            content.add(new EmptyState(say("runs.empty"), say("runs.empty-help")));
            return;
        }
        UnorderedList list = new UnorderedList();
        list.addClassNames("rows", "runs");
        Project of = project;
        all.forEach(run -> list.add(row(run, of)));
        content.add(list);
    }

    private ListItem row(Run run, Project of) {
        Optional<RunStatus> status = RunFolder.of(run).status();
        Span facts = new Span(words.state(run, status));
        facts.addClassName("num");
        String rate = RunWords.rate(run, status);
        Span since = new Span(" · " + (rate.isEmpty() ? run.name() : rate));
        since.addClassName("dim");
        facts.add(since);
        ListItem row = new ListItem(new Anchor(Paths.in(of.id(), Paths.RUNS, run.id()), words.title(run)), facts);
        if (run.state() == RunState.RUNNING) {
            ProgressBar bar = new ProgressBar(0, 1, status.map(RunStatus::share).orElse(0.0));
            bar.setIndeterminate(status.isEmpty() || status.get().steps() == 0);
            row.add(bar);
        }
        if (run.state() == RunState.FAILED && run.message() != null) {
            Span why = new Span(run.message());
            why.addClassNames("dim", "small");
            row.add(why);
        }
        return row;
    }
}
