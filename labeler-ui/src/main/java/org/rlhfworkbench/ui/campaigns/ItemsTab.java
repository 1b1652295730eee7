package org.rlhfworkbench.ui.campaigns;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.data.provider.Query;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.router.Location;
import com.vaadin.flow.router.QueryParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.rlhfworkbench.feedback.agreement.CampaignQuality.OfItem;
import org.rlhfworkbench.feedback.campaigns.Item;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.ui.shell.Amounts;
import org.rlhfworkbench.ui.shell.Paths;

/** The items of a campaign with how far each is; one opens with its outputs and every answer. */
class ItemsTab extends Div implements CampaignView.CampaignTab {
    private static final int PREVIEW = 300;

    private final transient Project project;
    private final transient CampaignDesk desk;
    private final Grid<Item> grid = new Grid<>();
    private final Select<ItemFilter> show = new Select<>();
    private transient CampaignDesk.Standing standing;
    private transient Map<Long, OfItem> quality;

    ItemsTab(Project project, CampaignDesk.Standing standing, CampaignDesk desk, QueryParameters asked) {
        this.project = project;
        this.standing = standing;
        this.desk = desk;
        this.quality = byItem(standing);
        addClassName("items-tab");
        show.setAriaLabel(say("items.show"));
        show.setItems(ItemFilter.values());
        show.setItemLabelGenerator(this::label);
        show.setValue(ItemFilter.of(asked.getSingleParameter("show").orElse("")));
        show.addValueChangeListener(change -> filterChanged());
        setUpGrid();
        Div tools = new Div(show);
        tools.addClassName("tools");
        add(tools, grid);
        asked.getSingleParameter("item")
                .map(ItemsTab::number)
                .filter(id -> id > 0)
                .ifPresent(this::openById);
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException typed) {
            return 0;
        }
    }

    private static Map<Long, OfItem> byItem(CampaignDesk.Standing standing) {
        return standing.quality().items().stream().collect(Collectors.toMap(OfItem::itemId, Function.identity()));
    }

    private String label(ItemFilter filter) {
        long count = filter == ItemFilter.ALL
                ? standing.progress().items()
                : standing.quality().items().stream().filter(filter::takes).count();
        return say("items.show-" + filter.word(), count);
    }

    private void setUpGrid() {
        grid.addThemeVariants(GridVariant.LUMO_NO_BORDER);
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        grid.addClassName("clickable");
        grid.addColumn(LitRenderer.<Item>of("<div class=\"two-lines\"><span class=\"clip\">${item.text}</span>"
                        + "<span class=\"dim clip\">${item.facts}</span></div>")
                .withProperty("text", item -> item.prompt().preview(PREVIEW))
                .withProperty("facts", this::facts));
        grid.addItemClickListener(click -> open(click.getItem()));
        grid.setItems(this::fetch, query -> (int) count());
    }

    private Stream<Item> fetch(Query<Item, Void> query) {
        if (show.getValue() == ItemFilter.ALL) {
            return desk.items(standing.campaign().id(), query.getPage(), query.getPageSize()).stream();
        }
        return standing.quality().items().stream()
                .filter(item -> show.getValue().takes(item))
                .skip(query.getOffset())
                .limit(query.getLimit())
                .map(item -> desk.item(item.itemId()));
    }

    private long count() {
        return show.getValue() == ItemFilter.ALL
                ? standing.progress().items()
                : standing.quality().items().stream()
                        .filter(item -> show.getValue().takes(item))
                        .count();
    }

    private String facts(Item item) {
        OfItem known = quality.get(item.id());
        long answers = known == null ? 0 : known.answers();
        List<String> facts = new ArrayList<>();
        facts.add(say("items.answers", answers, standing.campaign().labelersPerItem()));
        if (known != null && known.compared() > 0) {
            facts.add(say("items.agreement", Amounts.percent((double) known.agreeing() / known.compared())));
        }
        if (known != null && known.unrankable() > 0) {
            facts.add(say("items.unrankable", known.unrankable()));
        }
        if (known != null && known.flagged() > 0) {
            facts.add(say("items.flagged", known.flagged()));
        }
        return String.join(" · ", facts);
    }

    private void filterChanged() {
        grid.getDataProvider().refreshAll();
        QueryParameters asked = show.getValue() == ItemFilter.ALL
                ? QueryParameters.empty()
                : QueryParameters.of("show", show.getValue().word());
        String path =
                Paths.in(project.id(), Paths.CAMPAIGNS, standing.campaign().id(), "items");
        getUI().ifPresent(ui -> ui.getPage().getHistory().replaceState(null, new Location(path, asked)));
    }

    private void openById(long itemId) {
        Item item = desk.item(itemId);
        if (item.campaignId() == standing.campaign().id()) {
            open(item);
        }
    }

    private void open(Item item) {
        new ItemDialog(item, desk).open();
    }

    @Override
    public void refresh(CampaignDesk.Standing now) {
        standing = now;
        quality = byItem(now);
        ItemFilter chosen = show.getValue();
        show.setItemLabelGenerator(this::label);
        show.setValue(chosen);
        grid.getDataProvider().refreshAll();
    }
}
