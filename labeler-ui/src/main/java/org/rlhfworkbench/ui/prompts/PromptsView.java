package org.rlhfworkbench.ui.prompts;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
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
import org.rlhfworkbench.feedback.exchange.Exchange;
import org.rlhfworkbench.feedback.exchange.ExportKind;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.feedback.projects.Projects;
import org.rlhfworkbench.feedback.prompts.Prompt;
import org.rlhfworkbench.feedback.prompts.PromptFilter;
import org.rlhfworkbench.feedback.prompts.Prompts;
import org.rlhfworkbench.ui.files.Download;
import org.rlhfworkbench.ui.projects.ProjectPage;
import org.rlhfworkbench.ui.security.SignedIn;
import org.rlhfworkbench.ui.shell.EmptyState;
import org.rlhfworkbench.ui.shell.MainLayout;
import org.rlhfworkbench.ui.shell.PageHeader;
import org.rlhfworkbench.ui.shell.Paths;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;

/** The prompts of a project, found by text, tag and kind; tens of thousands are fetched page by page. */
@Route(value = Paths.PROMPTS, layout = MainLayout.class)
@RolesAllowed({"ADMINISTRATOR", "OWNER"})
class PromptsView extends ProjectPage {
    private static final int PREVIEW = 300;

    private enum Show {
        ALL,
        REPEATED,
        ARCHIVED;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private final transient Prompts prompts;
    private final transient Exchange exchange;
    private final TextField search = new TextField();
    private final Select<String> tag = new Select<>();
    private final Select<Show> show = new Select<>();
    private final Grid<Prompt> grid = new Grid<>();
    private final Span matches = new Span();
    private @Nullable Project project;
    private boolean ready;

    PromptsView(Projects projects, SignedIn signedIn, Prompts prompts, Exchange exchange) {
        super(projects, signedIn);
        this.prompts = prompts;
        this.exchange = exchange;
        addClassName("list-page");
        search.setPlaceholder(say("prompts.search"));
        search.setAriaLabel(say("prompts.search"));
        search.setClearButtonVisible(true);
        search.setValueChangeMode(ValueChangeMode.LAZY);
        tag.setAriaLabel(say("prompts.tag"));
        tag.setItemLabelGenerator(value -> value.isEmpty() ? say("prompts.every-tag") : value);
        show.setAriaLabel(say("prompts.show"));
        show.setItems(Show.values());
        show.setItemLabelGenerator(value -> say("prompts.show-" + value.word()));
        matches.addClassNames("dim", "num");
        search.addValueChangeListener(change -> filterChanged());
        tag.addValueChangeListener(change -> filterChanged());
        show.addValueChangeListener(change -> filterChanged());
        setUpGrid();
    }

    private void setUpGrid() {
        grid.addThemeVariants(GridVariant.LUMO_NO_BORDER);
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        grid.addClassName("clickable");
        grid.addColumn(LitRenderer.<Prompt>of("<div class=\"two-lines\"><span class=\"clip\">${item.text}</span>"
                        + "<span class=\"dim clip\">${item.facts}</span></div>")
                .withProperty("text", prompt -> prompt.conversation().preview(PREVIEW))
                .withProperty("facts", PromptsView::facts));
        grid.addItemClickListener(click -> open(click.getItem()));
        grid.setItems(query -> fetch(query).stream(), query -> (int) count(query));
    }

    @Override
    protected void show(Project project, BeforeEnterEvent event) {
        this.project = project;
        setTitle(say("page.prompts"), project);
        ready = false;
        QueryParameters asked = event.getLocation().getQueryParameters();
        search.setValue(asked.getSingleParameter("q").orElse(""));
        show.setValue(asked.getSingleParameter("show")
                .flatMap(word -> List.of(Show.values()).stream()
                        .filter(value -> value.word().equals(word))
                        .findFirst())
                .orElse(Show.ALL));
        String wanted = asked.getSingleParameter("tag").orElse("");
        refresh(wanted);
        ready = true;
        asked.getSingleParameter("prompt")
                .map(key -> prompts.byKey(project.id(), List.of(key)).get(key))
                .ifPresent(this::open);
    }

    private void refresh(String wantedTag) {
        Project of = Objects.requireNonNull(project);
        removeAll();
        boolean empty = prompts.count(of.id()) == 0
                && prompts.search(of.id(), new PromptFilter("", "", true), PageRequest.of(0, 1))
                        .isEmpty();
        add(new PageHeader(say("page.prompts"), line(of), acts(of, empty)));
        if (empty) {
            Button start = new Button(say("prompts.import"), pressed -> openImport());
            start.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
            Button write = new Button(say("prompts.add"), pressed -> openNew());
            Div acts = new Div(start, write);
            acts.addClassName("acts");
            add(new EmptyState(say("prompts.empty"), say("prompts.empty-help"), acts));
            return;
        }
        List<String> tags = new ArrayList<>(List.of(""));
        tags.addAll(prompts.tags(of.id()));
        tag.setItems(tags);
        tag.setValue(tags.contains(wantedTag) ? wantedTag : "");
        tag.setVisible(tags.size() > 1);
        Div tools = new Div(search, tag, show, matches);
        tools.addClassName("tools");
        add(tools, grid);
        grid.getDataProvider().refreshAll();
    }

    private String line(Project of) {
        long repeated = prompts.countDuplicates(of.id());
        return repeated == 0
                ? say("prompts.lead", prompts.count(of.id()))
                : say("prompts.lead-repeated", prompts.count(of.id()), repeated);
    }

    private Component[] acts(Project of, boolean empty) {
        if (empty) {
            return new Component[0];
        }
        Button add = new Button(say("prompts.add"), pressed -> openNew());
        Button bring = new Button(say("prompts.import"), pressed -> openImport());
        return new Component[] {
            new Download(
                    say("prompts.export"), "prompts.jsonl", out -> exchange.export(of.id(), ExportKind.PROMPTS, out)),
            bring,
            add
        };
    }

    private Page<Prompt> page(int page, int size) {
        Project of = Objects.requireNonNull(project);
        PageRequest wanted = PageRequest.of(page, size, Sort.by("id"));
        String tagged = tag.getValue() == null ? "" : tag.getValue();
        return show.getValue() == Show.REPEATED
                ? prompts.duplicates(of.id(), search.getValue(), tagged, wanted)
                : prompts.search(
                        of.id(), new PromptFilter(search.getValue(), tagged, show.getValue() == Show.ARCHIVED), wanted);
    }

    private Page<Prompt> fetch(Query<Prompt, Void> query) {
        return page(query.getPage(), query.getPageSize());
    }

    private long count(Query<Prompt, Void> query) {
        long found = page(0, 1).getTotalElements();
        matches.setText(say("prompts.matches", found));
        return found;
    }

    private static String facts(Prompt prompt) {
        List<String> facts = new ArrayList<>(List.of(prompt.key()));
        if (!prompt.tags().isEmpty()) {
            facts.add(String.join(", ", prompt.tags()));
        }
        if (prompt.conversation().messages().size() > 1) {
            facts.add(say("prompts.turns", prompt.conversation().messages().size()));
        }
        if (prompt.duplicateOf() != null) {
            facts.add(say("prompts.repeats", prompt.duplicateOf()));
        }
        return String.join(" · ", facts);
    }

    private void filterChanged() {
        if (!ready || project == null) {
            return;
        }
        grid.getDataProvider().refreshAll();
        Map<String, String> asked = new LinkedHashMap<>();
        asked.put("q", search.getValue());
        asked.put("tag", tag.getValue());
        asked.put("show", show.getValue() == Show.ALL ? "" : show.getValue().word());
        asked.values().removeIf(value -> value == null || value.isEmpty());
        getUI().ifPresent(ui -> ui.getPage()
                .getHistory()
                .replaceState(
                        null,
                        new Location(
                                Paths.in(Objects.requireNonNull(project).id(), Paths.PROMPTS),
                                QueryParameters.simple(asked))));
    }

    private void open(Prompt prompt) {
        new PromptDialog(Objects.requireNonNull(project), prompt, prompts, this::changed).open();
    }

    private void openNew() {
        new NewPromptDialog(Objects.requireNonNull(project), prompts, this::changed).open();
    }

    private void openImport() {
        PromptImport.dialog(Objects.requireNonNull(project).id(), prompts, this::changed)
                .open();
    }

    private void changed() {
        ready = false;
        refresh(tag.getValue() == null ? "" : tag.getValue());
        ready = true;
    }
}
