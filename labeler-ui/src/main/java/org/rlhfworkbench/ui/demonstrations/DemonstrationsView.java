package org.rlhfworkbench.ui.demonstrations;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.provider.Query;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.Location;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.demonstrations.Demonstration;
import org.rlhfworkbench.feedback.demonstrations.Demonstrations;
import org.rlhfworkbench.feedback.exchange.Exchange;
import org.rlhfworkbench.feedback.exchange.ExportKind;
import org.rlhfworkbench.feedback.people.People;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.feedback.projects.Projects;
import org.rlhfworkbench.ui.files.Download;
import org.rlhfworkbench.ui.projects.ProjectPage;
import org.rlhfworkbench.ui.security.SignedIn;
import org.rlhfworkbench.ui.shell.Amounts;
import org.rlhfworkbench.ui.shell.EmptyState;
import org.rlhfworkbench.ui.shell.MainLayout;
import org.rlhfworkbench.ui.shell.PageHeader;
import org.rlhfworkbench.ui.shell.Paths;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;

/** What people wrote for the models to learn from, the latest first. */
@Route(value = Paths.DEMONSTRATIONS, layout = MainLayout.class)
@RolesAllowed({"ADMINISTRATOR", "OWNER"})
class DemonstrationsView extends ProjectPage {
    private static final int PREVIEW = 300;
    private static final long EVERYBODY = 0;

    private final transient Demonstrations demonstrations;
    private final transient Exchange exchange;
    private final transient People people;
    private final transient SignedIn signedIn;
    private final TextField search = new TextField();
    private final Select<Long> author = new Select<>();
    private final Grid<Demonstration> grid = new Grid<>();
    private final Span matches = new Span();
    private transient Authors authors;
    private @Nullable Project project;
    private boolean ready;

    DemonstrationsView(
            Projects projects, SignedIn signedIn, Demonstrations demonstrations, Exchange exchange, People people) {
        super(projects, signedIn);
        this.demonstrations = demonstrations;
        this.exchange = exchange;
        this.people = people;
        this.signedIn = signedIn;
        this.authors = new Authors(people, signedIn);
        addClassName("list-page");
        search.setPlaceholder(say("demonstrations.search"));
        search.setAriaLabel(say("demonstrations.search"));
        search.setClearButtonVisible(true);
        search.setValueChangeMode(ValueChangeMode.LAZY);
        author.setAriaLabel(say("demonstrations.author"));
        author.setItemLabelGenerator(id -> id == EVERYBODY ? say("demonstrations.everybody") : authors.of(id));
        matches.addClassNames("dim", "num");
        search.addValueChangeListener(change -> filterChanged());
        author.addValueChangeListener(change -> filterChanged());
        setUpGrid();
    }

    private void setUpGrid() {
        grid.addThemeVariants(GridVariant.LUMO_NO_BORDER);
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        grid.addClassName("clickable");
        grid.addColumn(LitRenderer.<Demonstration>of(
                        "<div class=\"two-lines\"><span class=\"clip\">${item.asked}</span>"
                                + "<span class=\"dim clip\">${item.said}</span><span class=\"dim clip\">${item.facts}</span></div>")
                .withProperty("asked", DemonstrationsView::asked)
                .withProperty("said", each -> each.conversation().preview(PREVIEW))
                .withProperty("facts", this::facts));
        grid.addItemClickListener(click -> UI.getCurrent()
                .navigate(Paths.in(
                        Objects.requireNonNull(project).id(),
                        Paths.DEMONSTRATIONS,
                        click.getItem().key())));
        grid.setItems(query -> fetch(query).stream(), query -> (int) count());
    }

    @Override
    protected void show(Project project, BeforeEnterEvent event) {
        this.project = project;
        setTitle(say("page.demonstrations"), project);
        ready = false;
        QueryParameters asked = event.getLocation().getQueryParameters();
        search.setValue(asked.getSingleParameter("q").orElse(""));
        refresh(asked.getSingleParameter("by").map(DemonstrationsView::number).orElse(EVERYBODY));
        ready = true;
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException typed) {
            return EVERYBODY;
        }
    }

    private void refresh(long wantedAuthor) {
        Project of = Objects.requireNonNull(project);
        authors = new Authors(people, signedIn);
        removeAll();
        long all = demonstrations.count(of.id());
        Anchor write = new Anchor(Paths.in(of.id(), Paths.WRITE), say("demonstrations.write"));
        write.addClassName("button");
        Button bring = new Button(say("demonstrations.import"), pressed -> openImport());
        if (all == 0) {
            write.addClassName("primary");
            Div acts = new Div(write, bring);
            acts.addClassName("acts");
            add(
                    new PageHeader(say("page.demonstrations"), ""),
                    new EmptyState(say("demonstrations.empty"), say("demonstrations.empty-help"), acts));
            return;
        }
        Download save = new Download(
                say("demonstrations.export"),
                ExportKind.DEMONSTRATIONS.fileName(),
                out -> exchange.export(of.id(), ExportKind.DEMONSTRATIONS, out));
        Download forTrainers = new Download(
                say("demonstrations.export-llama-factory"),
                "llama-factory.zip",
                out -> exchange.exportForLlamaFactory(of.id(), out));
        forTrainers.setTitle(say("demonstrations.export-llama-factory-help"));
        add(new PageHeader(
                say("page.demonstrations"), say("demonstrations.lead", all), save, forTrainers, bring, write));
        List<Long> writers = new ArrayList<>(List.of(EVERYBODY));
        writers.addAll(demonstrations.authors(of.id()));
        author.setItems(writers);
        author.setValue(writers.contains(wantedAuthor) ? wantedAuthor : EVERYBODY);
        author.setVisible(writers.size() > 1);
        Div tools = new Div(search, author, matches);
        tools.addClassName("tools");
        add(tools, grid);
        grid.getDataProvider().refreshAll();
    }

    private Page<Demonstration> page(int page, int size) {
        return demonstrations.search(
                Objects.requireNonNull(project).id(),
                search.getValue(),
                author.getValue() == null ? EVERYBODY : author.getValue(),
                PageRequest.of(page, size, Sort.by("id").descending()));
    }

    private Page<Demonstration> fetch(Query<Demonstration, Void> query) {
        return page(query.getPage(), query.getPageSize());
    }

    private long count() {
        long found = page(0, 1).getTotalElements();
        matches.setText(say("demonstrations.matches", found));
        return found;
    }

    private static String asked(Demonstration demonstration) {
        return demonstration.conversation().messages().stream()
                .filter(message -> message.role() == org.rlhfworkbench.feedback.conversation.Role.USER)
                .findFirst()
                .map(message -> message.content().strip().replaceAll("\\s+", " "))
                .orElse("");
    }

    private String facts(Demonstration demonstration) {
        List<String> facts = new ArrayList<>(List.of(demonstration.key()));
        if (demonstration.authorId() != null) {
            facts.add(authors.of(demonstration.authorId()));
        }
        if (demonstration.conversation().messages().size() > 2) {
            facts.add(
                    say("prompts.turns", demonstration.conversation().messages().size()));
        }
        if (demonstration.version() > 1) {
            facts.add(say("demonstrations.version", demonstration.version()));
        }
        facts.add(Amounts.ago(demonstration.createdAt()));
        return String.join(" · ", facts);
    }

    private void filterChanged() {
        if (!ready || project == null) {
            return;
        }
        grid.getDataProvider().refreshAll();
        Map<String, String> asked = new LinkedHashMap<>();
        if (!search.getValue().isEmpty()) {
            asked.put("q", search.getValue());
        }
        if (author.getValue() != null && author.getValue() != EVERYBODY) {
            asked.put("by", author.getValue().toString());
        }
        String path = Paths.in(project.id(), Paths.DEMONSTRATIONS);
        getUI().ifPresent(ui ->
                ui.getPage().getHistory().replaceState(null, new Location(path, QueryParameters.simple(asked))));
    }

    private void openImport() {
        DemonstrationImport.dialog(Objects.requireNonNull(project).id(), demonstrations, () -> {
                    ready = false;
                    refresh(EVERYBODY);
                    ready = true;
                })
                .open();
    }
}
