package org.rlhfworkbench.ui.runs;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.DetachEvent;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.progressbar.ProgressBar;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.shared.Registration;
import jakarta.annotation.security.RolesAllowed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.models.Model;
import org.rlhfworkbench.feedback.models.ModelKind;
import org.rlhfworkbench.feedback.models.Models;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.feedback.projects.Projects;
import org.rlhfworkbench.feedback.runs.Run;
import org.rlhfworkbench.feedback.runs.RunState;
import org.rlhfworkbench.feedback.runs.Runs;
import org.rlhfworkbench.ui.launching.RunFolder;
import org.rlhfworkbench.ui.launching.RunLauncher;
import org.rlhfworkbench.ui.launching.RunStatus;
import org.rlhfworkbench.ui.projects.ProjectPage;
import org.rlhfworkbench.ui.security.SignedIn;
import org.rlhfworkbench.ui.shell.MainLayout;
import org.rlhfworkbench.ui.shell.PageHeader;
import org.rlhfworkbench.ui.shell.Paths;

/** One run: its curves while they grow, what it says, what it is made of. */
@Route(value = Paths.RUNS + "/:run", layout = MainLayout.class)
@RolesAllowed({"ADMINISTRATOR", "OWNER"})
class RunView extends ProjectPage {
    private final transient Runs runs;
    private final transient Models models;
    private final transient RunLauncher launcher;
    private final transient RunWords words;
    private final ProgressBar progress = new ProgressBar();
    private @Nullable PageHeader header;
    private @Nullable RunCurves curves;
    private RunSamples samples = new RunSamples();
    private Div explanation = new Div();
    private Div outcome = new Div();
    private Div facts = new Div();
    private @Nullable Project project;
    private @Nullable Registration watching;
    private long runId;
    private long seenMetrics = -1;
    private @Nullable RunState seenState;

    RunView(Projects projects, SignedIn signedIn, Runs runs, Models models, RunLauncher launcher, RunWords words) {
        super(projects, signedIn);
        this.runs = runs;
        this.models = models;
        this.launcher = launcher;
        this.words = words;
    }

    @Override
    protected void show(Project project, BeforeEnterEvent event) {
        Run run = event.getRouteParameters()
                .getLong("run")
                .flatMap(runs::find)
                .filter(found -> found.projectId() == project.id())
                .orElseThrow(NotFoundException::new);
        this.project = project;
        runId = run.id();
        seenMetrics = -1;
        seenState = null;
        header = new PageHeader(words.title(run), "");
        curves = new RunCurves(run.kind());
        samples = new RunSamples();
        explanation = new Div();
        outcome = new Div();
        progress.setMin(0);
        progress.setMax(1);
        Div left = new Div(explanation, curves, outcome, samples);
        left.addClassName("run-main");
        facts = new Div();
        Div columns = new Div(left, facts);
        columns.addClassName("run-columns");
        removeAll();
        add(header, progress, columns);
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
        if (header == null || curves == null || project == null) {
            return;
        }
        Run run = runs.get(runId);
        RunFolder folder = RunFolder.of(run);
        Optional<RunStatus> status = folder.status();
        header.setLine(line(run, status));
        progress.setVisible(run.state() == RunState.RUNNING);
        progress.setIndeterminate(status.isEmpty() || status.get().steps() == 0);
        progress.setValue(status.map(RunStatus::share).orElse(0.0));
        if (run.state() != seenState) {
            showState(run, header, project);
        }
        if (folder.metricsSize() != seenMetrics) {
            seenMetrics = folder.metricsSize();
            curves.show(run, folder, status.map(RunStatus::steps).orElse(0L));
            samples.show(folder.samples());
        }
    }

    private Span line(Run run, Optional<RunStatus> status) {
        Span line = new Span(words.state(run, status));
        String rate = RunWords.rate(run, status);
        if (!rate.isEmpty()) {
            line.add(new Span(" · " + rate));
        }
        line.add(new Span(" · " + run.name()));
        return line;
    }

    /** What changes only when the run starts or ends. */
    private void showState(Run run, PageHeader head, Project of) {
        boolean endedHere = seenState == RunState.RUNNING && run.state() != RunState.RUNNING;
        seenState = run.state();
        seenMetrics = -1;
        head.setActs(acts(run).toArray(Button[]::new));
        facts.removeAll();
        facts.add(new RunFacts(run, of, models));
        explanation.removeAll();
        if (run.state() == RunState.FAILED || run.state() == RunState.STOPPED) {
            explanation.add(explain(run));
        }
        outcome.removeAll();
        models.ofRun(run.id()).ifPresent(model -> outcome.add(new MadeModel(model, of)));
        String title = words.title(run);
        setTitle(endedHere ? say("run.tab-" + run.state().name().toLowerCase(Locale.ROOT), title) : title, of);
        getUI().ifPresent(ui -> ui.getPage().setTitle(getPageTitle()));
    }

    private List<Button> acts(Run run) {
        List<Button> acts = new ArrayList<>();
        if (run.state() != RunState.QUEUED) {
            acts.add(new Button(say("run.log"), pressed -> openLog(run)));
        }
        if (run.state() == RunState.RUNNING) {
            Button stop = new Button(say("run.stop"));
            stop.setDisableOnClick(true);
            stop.addClickListener(pressed -> {
                stop.setText(say("run.stopping"));
                launcher.stop(run.id());
            });
            acts.add(stop);
        } else if (run.state() == RunState.QUEUED) {
            acts.add(new Button(say("run.leave-queue"), pressed -> launcher.stop(run.id())));
            acts.add(new Button(say("run.to-front"), pressed -> {
                runs.moveToFront(run.id());
                refresh();
            }));
        }
        return acts;
    }

    private Div explain(Run run) {
        boolean failed = run.state() == RunState.FAILED;
        String text = run.message() == null ? say("run.stopped-help") : run.message();
        Button resume = new Button(
                say(RunFolder.of(run).hasCheckpoint() ? "run.resume" : "run.again"),
                pressed -> launcher.resume(run.id()));
        resume.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
        Div box = new Div(
                new Div(new H2(say(failed ? "run.failed-title" : "run.stopped-title")), new Paragraph(text)), resume);
        box.addClassNames("next-act", failed ? "failed" : "stopped");
        return box;
    }

    private static void openLog(Run run) {
        Dialog dialog = new Dialog();
        dialog.setHeaderTitle(say("run.log-of", run.name()));
        dialog.setWidth("min(60rem, 96vw)");
        String text = RunFolder.of(run).log();
        Pre log = new Pre(text.isEmpty() ? say("run.log-empty") : text);
        log.addClassName("log");
        dialog.add(log);
        dialog.getFooter().add(new Button(say("action.close"), pressed -> dialog.close()));
        dialog.open();
        log.getElement().executeJs("this.scrollTop = this.scrollHeight");
    }

    /** What came of it. */
    private static final class MadeModel extends Div {
        MadeModel(Model model, Project project) {
            addClassName("made");
            add(new Span(say("run.made")), new Anchor(Paths.in(project.id(), Paths.MODELS, model.id()), model.name()));
            if (model.kind() != ModelKind.REWARD) {
                String talk = Paths.in(project.id(), Paths.PLAYGROUND) + "?left=" + model.id();
                add(new Anchor(talk, say("run.talk-to-it")));
            }
        }
    }
}
