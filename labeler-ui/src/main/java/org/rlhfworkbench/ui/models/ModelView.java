package org.rlhfworkbench.ui.models;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.rlhfworkbench.feedback.models.Model;
import org.rlhfworkbench.feedback.models.ModelKind;
import org.rlhfworkbench.feedback.models.Models;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.feedback.projects.Projects;
import org.rlhfworkbench.feedback.runs.Run;
import org.rlhfworkbench.feedback.runs.RunInput;
import org.rlhfworkbench.feedback.runs.Runs;
import org.rlhfworkbench.ui.projects.ProjectPage;
import org.rlhfworkbench.ui.security.SignedIn;
import org.rlhfworkbench.ui.shell.Amounts;
import org.rlhfworkbench.ui.shell.MainLayout;
import org.rlhfworkbench.ui.shell.PageHeader;
import org.rlhfworkbench.ui.shell.Paths;

/** One model: the way from the base model to it, each step with the run and the data behind it. */
@Route(value = Paths.MODELS + "/:model", layout = MainLayout.class)
@RolesAllowed({"ADMINISTRATOR", "OWNER"})
class ModelView extends ProjectPage {
    private final transient Models models;
    private final transient Runs runs;
    private final transient ModelFigures figures;

    ModelView(Projects projects, SignedIn signedIn, Models models, Runs runs, ModelFigures figures) {
        super(projects, signedIn);
        this.models = models;
        this.runs = runs;
        this.figures = figures;
    }

    @Override
    protected void show(Project project, BeforeEnterEvent event) {
        Model model = event.getRouteParameters()
                .getLong("model")
                .flatMap(models::find)
                .filter(found -> found.projectId() == null || found.projectId() == project.id())
                .orElseThrow(NotFoundException::new);
        setTitle(model.name(), project);
        removeAll();
        add(new PageHeader(
                model.name(),
                say("models.kind-" + model.kind().name().toLowerCase(Locale.ROOT)) + " · "
                        + Amounts.ago(model.createdAt()),
                acts(model, project)));
        add(lineage(model, project));
        List<Model> children = models.children(model.id());
        if (!children.isEmpty()) {
            UnorderedList list = new UnorderedList();
            list.addClassName("rows");
            children.forEach(child -> {
                ListItem item = new ListItem(ModelsView.link(child, project));
                figures.of(child).ifPresent(item::add);
                list.add(item);
            });
            add(section(say("models.children"), list));
        }
        Span folder = new Span(model.folder());
        folder.addClassName("mono");
        add(section(say("models.folder"), folder));
    }

    private static Component[] acts(Model model, Project project) {
        if (model.kind() == ModelKind.REWARD) {
            return new Component[0];
        }
        String path = Paths.in(project.id(), Paths.PLAYGROUND) + "?left=" + model.id();
        return new Component[] {
            new Button(say("models.talk"), pressed -> UI.getCurrent().navigate(path))
        };
    }

    private Section lineage(Model model, Project project) {
        OrderedList steps = new OrderedList();
        steps.addClassName("lineage");
        for (Model step : models.lineage(model.id())) {
            ListItem item =
                    new ListItem(step.id() == model.id() ? strong(step.name()) : ModelsView.link(step, project));
            figures.of(step).ifPresent(item::add);
            Optional.ofNullable(step.runId()).flatMap(runs::find).ifPresent(run -> item.add(behind(run, project)));
            steps.add(item);
        }
        return section(say("models.lineage"), steps);
    }

    private Div behind(Run run, Project project) {
        Div line = new Div();
        line.addClassNames("dim", "behind");
        line.add(new Anchor(Paths.in(project.id(), Paths.RUNS, run.id()), run.name()));
        for (RunInput input : run.inputs()) {
            switch (input) {
                case RunInput.OfFile file -> {
                    Span data = new Span(" · " + say("run.lines-" + run.kind().command(), file.lines()));
                    data.setTitle("SHA-256 " + file.sha256());
                    Span hash = new Span(" " + file.sha256().substring(0, 10));
                    hash.addClassName("mono");
                    line.add(data, hash);
                }
                case RunInput.OfModel other -> {
                    if (other.role().equals("reward")) {
                        models.find(other.modelId())
                                .ifPresent(reward ->
                                        line.add(new Span(say("models.against")), ModelsView.link(reward, project)));
                    }
                }
            }
        }
        return line;
    }

    private static Span strong(String name) {
        Span span = new Span(name);
        span.addClassName("strong");
        return span;
    }

    private static Section section(String title, Component content) {
        Section section = new Section(new H2(title), content);
        section.addClassName("section");
        return section;
    }
}
