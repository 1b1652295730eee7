package org.rlhfworkbench.ui.models;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.rlhfworkbench.feedback.models.Model;
import org.rlhfworkbench.feedback.models.ModelKind;
import org.rlhfworkbench.feedback.models.Models;
import org.rlhfworkbench.feedback.models.NewModel;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.feedback.projects.Projects;
import org.rlhfworkbench.ui.projects.ProjectPage;
import org.rlhfworkbench.ui.security.SignedIn;
import org.rlhfworkbench.ui.shell.Amounts;
import org.rlhfworkbench.ui.shell.EmptyState;
import org.rlhfworkbench.ui.shell.MainLayout;
import org.rlhfworkbench.ui.shell.PageHeader;
import org.rlhfworkbench.ui.shell.Paths;
import org.rlhfworkbench.ui.shell.Table;

/** The models that a project may use, the newest first. */
@Route(value = Paths.MODELS, layout = MainLayout.class)
@RolesAllowed({"ADMINISTRATOR", "OWNER"})
class ModelsView extends ProjectPage {
    private final transient Models models;
    private final transient ModelFigures figures;
    private final boolean administrator;

    ModelsView(Projects projects, SignedIn signedIn, Models models, ModelFigures figures) {
        super(projects, signedIn);
        this.models = models;
        this.figures = figures;
        this.administrator = signedIn.administrator();
    }

    @Override
    protected void show(Project project, BeforeEnterEvent event) {
        setTitle(say("page.models"), project);
        removeAll();
        add(new PageHeader(say("page.models"), say("models.lead"), acts()));
        List<Model> usable = models.usableBy(project.id()).reversed();
        if (usable.isEmpty()) {
            add(new EmptyState(say("models.empty"), say("models.empty-help")));
            return;
        }
        Table table =
                new Table(say("models.name"), say("models.made-of"), say("models.figure"), say("models.round"), "");
        usable.forEach(model -> table.row(
                name(model, project),
                parents(model, project),
                figures.of(model).orElseGet(() -> new Span("–")),
                new Span(model.round() == 0 ? "–" : Integer.toString(model.round())),
                talk(model, project)));
        add(table);
    }

    /** A path on the server's disk is the administrator's to name. */
    private Component[] acts() {
        if (!administrator) {
            return new Component[0];
        }
        Button add = new Button(
                say("models.add"),
                pressed -> new AddModelDialog((name, place) -> {
                            models.register(NewModel.base(name, place.toString()));
                            UI.getCurrent().refreshCurrentRoute(false);
                        })
                        .open());
        return new Component[] {add};
    }

    private static Component name(Model model, Project project) {
        return Table.twoLines(
                link(model, project),
                say("models.kind-" + model.kind().name().toLowerCase(Locale.ROOT)) + " · "
                        + Amounts.ago(model.createdAt()));
    }

    private Component parents(Model model, Project project) {
        Div links = new Div();
        Stream.of(model.parentId(), model.rewardModelId())
                .filter(Objects::nonNull)
                .flatMap(id -> models.find(id).stream())
                .forEach(parent -> {
                    if (links.getComponentCount() > 0) {
                        links.add(new Span(say("models.against")));
                    }
                    links.add(link(parent, project));
                });
        return links;
    }

    private static Component talk(Model model, Project project) {
        return model.kind() == ModelKind.REWARD
                ? new Span()
                : new Anchor(Paths.in(project.id(), Paths.PLAYGROUND) + "?left=" + model.id(), say("models.talk"));
    }

    static Anchor link(Model model, Project project) {
        return new Anchor(Paths.in(project.id(), Paths.MODELS, model.id()), model.name());
    }
}
