package org.rlhfworkbench.ui.launching;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.rlhfworkbench.feedback.campaigns.Campaigns;
import org.rlhfworkbench.feedback.exchange.Exchange;
import org.rlhfworkbench.feedback.exchange.ExportKind;
import org.rlhfworkbench.feedback.exchange.ExportedFile;
import org.rlhfworkbench.feedback.models.Models;
import org.rlhfworkbench.feedback.runs.Run;
import org.rlhfworkbench.feedback.runs.RunInput;
import org.rlhfworkbench.feedback.runs.RunKind;
import org.rlhfworkbench.ui.start.WorkbenchProperties;
import org.springframework.stereotype.Component;

/** Writes a run's data into its folder and puts its command together. */
@Component
class RunPreparation {
    static final String DATA = "data";

    private final Exchange exchange;
    private final Models models;
    private final Campaigns campaigns;
    private final WorkbenchProperties properties;

    RunPreparation(Exchange exchange, Models models, Campaigns campaigns, WorkbenchProperties properties) {
        this.exchange = exchange;
        this.models = models;
        this.campaigns = campaigns;
        this.properties = properties;
    }

    /** The models that the run names, and the file that its kind reads, exported now. */
    List<RunInput> export(Run run) {
        List<RunInput> inputs = new ArrayList<>(models(run));
        ExportKind kind = data(run.kind());
        Path path = Path.of(run.folder()).resolve(DATA).resolve(kind.fileName());
        String campaign = run.parameters().get(RunParameters.CAMPAIGN);
        ExportedFile file = campaign == null
                ? exchange.export(run.projectId(), kind, path)
                : exchange.exportPrompts(
                        run.projectId(), campaigns.get(Long.parseLong(campaign)).prompts(), path);
        inputs.add(new RunInput.OfFile(DATA, file.path().toString(), file.sha256(), file.lines()));
        return inputs;
    }

    /** The command line; a run that has begun before goes on from its last checkpoint. */
    List<String> command(Run run, boolean begunBefore) {
        List<String> command = new ArrayList<>(
                List.of(properties.launcher().toString(), run.kind().command()));
        for (RunInput.OfModel input : models(run)) {
            command.addAll(
                    List.of("--" + input.role(), models.get(input.modelId()).folder()));
        }
        Path folder = Path.of(run.folder());
        String data = folder.resolve(DATA).resolve(data(run.kind()).fileName()).toString();
        boolean prompts = data(run.kind()) == ExportKind.PROMPTS;
        command.addAll(List.of(prompts ? "--prompts" : "--data", data));
        if (run.kind() == RunKind.SAMPLE) {
            command.addAll(List.of("--out", folder.resolve("samples.jsonl").toString(), "--run", folder.toString()));
        } else {
            command.addAll(List.of("--out", folder.toString()));
            if (begunBefore) {
                command.add("--resume");
            }
        }
        flags(run.parameters()).forEach((name, value) -> command.addAll(List.of("--" + name, value)));
        command.add("--json");
        return command;
    }

    private static Map<String, String> flags(Map<String, String> parameters) {
        Map<String, String> flags = new TreeMap<>(parameters);
        flags.keySet().removeAll(Set.of(RunParameters.CAMPAIGN));
        return flags;
    }

    private static List<RunInput.OfModel> models(Run run) {
        return run.inputs().stream()
                .filter(RunInput.OfModel.class::isInstance)
                .map(RunInput.OfModel.class::cast)
                .toList();
    }

    private static ExportKind data(RunKind kind) {
        return switch (kind) {
            case SFT -> ExportKind.DEMONSTRATIONS;
            case REWARD -> ExportKind.RANKINGS;
            case SAMPLE, PPO -> ExportKind.PROMPTS;
            case PRETRAIN -> throw new IllegalArgumentException("pre-training is started at the terminal");
        };
    }
}
