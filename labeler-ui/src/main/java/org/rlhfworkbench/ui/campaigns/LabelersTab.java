package org.rlhfworkbench.ui.campaigns;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import org.rlhfworkbench.feedback.agreement.CampaignQuality.OfLabeler;
import org.rlhfworkbench.ui.demonstrations.Authors;
import org.rlhfworkbench.ui.shell.Amounts;
import org.rlhfworkbench.ui.shell.EmptyState;
import org.rlhfworkbench.ui.shell.Shares;
import org.rlhfworkbench.ui.shell.Table;

/** Who answered, how much, how fast, and how much like the others. */
class LabelersTab extends Div implements CampaignView.CampaignTab {
    private final transient CampaignDesk desk;

    LabelersTab(CampaignDesk.Standing standing, CampaignDesk desk) {
        this.desk = desk;
        addClassName("tab-body");
        refresh(standing);
    }

    @Override
    public void refresh(CampaignDesk.Standing now) {
        removeAll();
        if (now.quality().labelers().isEmpty()) {
            add(new EmptyState(say("labelers.empty"), say("labelers.empty-help")));
            return;
        }
        Authors authors = desk.authors();
        Table table = new Table(
                say("labelers.person"),
                say("labelers.answers"),
                say("labelers.agreement"),
                say("labelers.time"),
                say("labelers.unrankable"),
                say("labelers.latest"));
        for (OfLabeler each : now.quality().labelers()) {
            table.row(
                    new Span(authors.of(each.labelerId())),
                    new Span(Long.toString(each.answers())),
                    new Span(each.agreement() == null ? "–" : Shares.withInterval(each.agreement())),
                    new Span(each.medianSeconds() == null ? "–" : Amounts.duration(each.medianSeconds())),
                    new Span(Long.toString(each.unrankable())),
                    new Span(Amounts.ago(each.latest())));
        }
        add(table);
    }
}
