package org.rlhfworkbench.ui.campaigns;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import org.rlhfworkbench.ui.files.Download;
import org.rlhfworkbench.ui.shell.EmptyState;

/** The campaign's answers as a file that trainers and other tools read. */
class ExportTab extends Div implements CampaignView.CampaignTab {
    private static final String EXAMPLE = """
            {"id": "…", "prompt": "…", "responses": [{"id": "a", "content": "…", "model": "…"}, …],
             "rankings": [{"labeler": "…", "groups": [["b"], ["a", "d"], ["c"]], "seconds": 41.2, …}]}""";

    private final transient CampaignDesk desk;

    ExportTab(CampaignDesk.Standing standing, CampaignDesk desk) {
        this.desk = desk;
        addClassName("tab-body");
        refresh(standing);
    }

    @Override
    public void refresh(CampaignDesk.Standing now) {
        removeAll();
        long answered = now.quality().items().size();
        if (answered == 0) {
            add(new EmptyState(say("export.empty"), say("export.empty-help")));
            return;
        }
        Download save = new Download(
                say("export.act", answered),
                "rankings.jsonl",
                out -> desk.exportTo(now.campaign().id(), out));
        save.addClassName("primary");
        Pre line = new Pre(EXAMPLE);
        line.addClassName("mono");
        Paragraph help = new Paragraph(say("export.help"));
        help.addClassName("dim");
        add(new H2("rankings.jsonl"), help, line, save);
    }
}
