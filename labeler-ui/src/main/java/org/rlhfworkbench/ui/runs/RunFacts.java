package org.rlhfworkbench.ui.runs;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Aside;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import java.util.Map;
import java.util.TreeMap;
import org.rlhfworkbench.feedback.models.Models;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.feedback.runs.Run;
import org.rlhfworkbench.feedback.runs.RunInput;
import org.rlhfworkbench.feedback.runs.RunKind;
import org.rlhfworkbench.ui.launching.RunParameters;
import org.rlhfworkbench.ui.shell.Facts;
import org.rlhfworkbench.ui.shell.Paths;

/** What a run is made of, the settings that differ from the default, and how to repeat it at a terminal. */
class RunFacts extends Aside {
    private static final int SHORT_HASH = 10;

    RunFacts(Run run, Project project, Models models) {
        addClassName("run-facts");
        add(new H2(say("run.made-of")), inputs(run, project, models));
        Map<String, String> settings = new TreeMap<>(run.parameters());
        settings.remove(RunParameters.CAMPAIGN);
        if (!settings.isEmpty()) {
            Facts facts = new Facts();
            settings.forEach(facts::add);
            add(new H2(say("run.settings")), facts);
        }
        if (run.kind() != RunKind.SAMPLE) {
            Paragraph command = new Paragraph("./workbench %s --config %s/config.json --out runs/again"
                    .formatted(run.kind().command(), run.folder()));
            command.addClassNames("mono", "dim");
            add(new H2(say("run.repeat")), command);
        }
    }

    private static Facts inputs(Run run, Project project, Models models) {
        Facts facts = new Facts();
        for (RunInput input : run.inputs()) {
            String name = say("run.input-" + input.role());
            switch (input) {
                case RunInput.OfModel of ->
                    models.find(of.modelId())
                            .ifPresent(model -> facts.add(
                                    name, new Anchor(Paths.in(project.id(), Paths.MODELS, model.id()), model.name())));
                case RunInput.OfFile file -> {
                    Span value = new Span(say("run.lines-" + run.kind().command(), file.lines()));
                    value.setTitle("SHA-256 " + file.sha256());
                    facts.add(name, value);
                    Span hash = new Span(file.sha256().substring(0, SHORT_HASH));
                    hash.addClassName("mono");
                    hash.setTitle("SHA-256 " + file.sha256());
                    facts.add(say("run.hash"), hash);
                }
            }
        }
        return facts;
    }
}
