package org.rlhfworkbench.ui.runs;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.UI;
import java.util.List;
import java.util.Map;
import org.rlhfworkbench.feedback.campaigns.Campaigns;
import org.rlhfworkbench.feedback.demonstrations.Demonstrations;
import org.rlhfworkbench.feedback.labels.LabelStatus;
import org.rlhfworkbench.feedback.labels.Labels;
import org.rlhfworkbench.feedback.models.Model;
import org.rlhfworkbench.feedback.models.ModelKind;
import org.rlhfworkbench.feedback.models.Models;
import org.rlhfworkbench.feedback.projects.Project;
import org.rlhfworkbench.feedback.prompts.Prompts;
import org.rlhfworkbench.feedback.runs.Run;
import org.rlhfworkbench.feedback.runs.RunKind;
import org.rlhfworkbench.ui.launching.Training;
import org.rlhfworkbench.ui.security.SignedIn;
import org.rlhfworkbench.ui.shell.Amounts;
import org.rlhfworkbench.ui.shell.Paths;
import org.springframework.stereotype.Component;

/** The dialogs that start a run: what it will learn from, from which model, and the few settings worth a thought. */
@Component
public class StartDialogs {
    private final Training training;
    private final Models models;
    private final Demonstrations demonstrations;
    private final Campaigns campaigns;
    private final Labels labels;
    private final Prompts prompts;
    private final Expectation expectation;
    private final SignedIn signedIn;

    StartDialogs(
            Training training,
            Models models,
            Demonstrations demonstrations,
            Campaigns campaigns,
            Labels labels,
            Prompts prompts,
            Expectation expectation,
            SignedIn signedIn) {
        this.training = training;
        this.models = models;
        this.demonstrations = demonstrations;
        this.campaigns = campaigns;
        this.labels = labels;
        this.prompts = prompts;
        this.expectation = expectation;
        this.signedIn = signedIn;
    }

    /** Opens the dialog of a kind; it leads to the run's page once the run is queued. */
    public void open(RunKind kind, Project project) {
        long id = project.id();
        List<Model> usable = models.usableBy(id).reversed();
        List<Model> policies = of(usable, ModelKind.POLICY);
        List<Model> writers = usable.stream()
                .filter(model -> model.kind() != ModelKind.REWARD)
                .toList();
        long examples = examples(kind, id);
        StartDialog dialog = switch (kind) {
            case SFT ->
                new StartDialog(kind, examples, List.of("lr", "epochs")).choose(say("start.base"), basesFirst(writers));
            case REWARD ->
                new StartDialog(kind, examples, List.of("lr", "epochs"))
                        .choose(say("start.reward-base"), policies.isEmpty() ? writers : policies);
            case PPO ->
                new StartDialog(kind, examples, List.of("kl-target", "lr"))
                        .choose(say("start.policy"), policies)
                        .choose(say("start.reward"), of(usable, ModelKind.REWARD))
                        .ask("episodes");
            case SAMPLE, PRETRAIN -> throw new IllegalArgumentException(kind + " is not started here");
        };
        dialog.expect(settings -> time(id, kind, examples, settings));
        dialog.onStart((chosen, settings) -> go(project, start(kind, id, chosen, settings)));
        dialog.open();
    }

    private long examples(RunKind kind, long project) {
        return switch (kind) {
            case SFT -> demonstrations.count(project);
            case REWARD -> rankings(project);
            default -> prompts.count(project);
        };
    }

    private String time(long project, RunKind kind, long examples, Map<String, String> settings) {
        return expectation
                .of(project, kind, examples, settings)
                .map(time -> say(
                        "start.time",
                        Amounts.duration(time.seconds()),
                        time.run().name()))
                .orElseGet(() -> say("start.time-unknown"));
    }

    private Run start(RunKind kind, long project, List<Model> chosen, Map<String, String> settings) {
        return switch (kind) {
            case SFT -> training.fineTune(project, chosen.getFirst(), settings, signedIn.id());
            case REWARD -> training.trainReward(project, chosen.getFirst(), settings, signedIn.id());
            default -> training.tune(project, chosen.getFirst(), chosen.getLast(), settings, signedIn.id());
        };
    }

    private static void go(Project project, Run run) {
        UI.getCurrent().navigate(Paths.in(project.id(), Paths.RUNS, run.id()));
    }

    private long rankings(long projectId) {
        return campaigns.of(projectId).stream()
                .mapToLong(campaign -> labels.count(campaign.id(), LabelStatus.COUNTED))
                .sum();
    }

    private static List<Model> of(List<Model> all, ModelKind kind) {
        return all.stream().filter(model -> model.kind() == kind).toList();
    }

    private static List<Model> basesFirst(List<Model> writers) {
        return writers.stream()
                .sorted((one, other) -> Boolean.compare(one.kind() != ModelKind.BASE, other.kind() != ModelKind.BASE))
                .toList();
    }
}
