package org.rlhfworkbench.ui.launching;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.FeedbackException.FileTrouble;
import org.rlhfworkbench.feedback.FeedbackException.ImportRejected;
import org.rlhfworkbench.feedback.Refusal;
import org.rlhfworkbench.feedback.campaigns.CampaignState;
import org.rlhfworkbench.feedback.campaigns.Campaigns;
import org.rlhfworkbench.feedback.models.Model;
import org.rlhfworkbench.feedback.models.ModelKind;
import org.rlhfworkbench.feedback.models.Models;
import org.rlhfworkbench.feedback.models.NewModel;
import org.rlhfworkbench.feedback.runs.Run;
import org.rlhfworkbench.feedback.runs.RunInput;
import org.rlhfworkbench.feedback.runs.Runs;
import org.springframework.stereotype.Component;

/**
 * What a finished run leaves in the store: a model with its lineage, or a campaign's items. Doing it twice does no harm,
 * since the web application may be killed halfway.
 */
@Component
class RunOutcomes {
    private final Runs runs;
    private final Models models;
    private final Campaigns campaigns;

    RunOutcomes(Runs runs, Models models, Campaigns campaigns) {
        this.runs = runs;
        this.models = models;
        this.campaigns = campaigns;
    }

    Run finish(Run run) {
        switch (run.kind()) {
            case SFT -> register(run, ModelKind.POLICY, model(run, RunParameters.MODEL), null);
            case REWARD -> register(run, ModelKind.REWARD, model(run, RunParameters.MODEL), null);
            case PPO ->
                register(run, ModelKind.POLICY, model(run, RunParameters.POLICY), model(run, RunParameters.REWARD));
            case SAMPLE -> fillCampaign(run);
            case PRETRAIN -> register(run, ModelKind.BASE, null, null);
        }
        return runs.finish(run.id(), RunFolder.of(run).evaluation().orElse(null));
    }

    private void register(Run run, ModelKind kind, @Nullable Long parent, @Nullable Long reward) {
        if (models.ofRun(run.id()).isEmpty()) {
            models.register(new NewModel(
                    run.projectId(),
                    freeName(run.projectId(), kind),
                    kind,
                    run.folder(),
                    parent,
                    reward,
                    run.id(),
                    run.round()));
        }
    }

    /** {@code policy 3} after {@code policy 2}. */
    private String freeName(long projectId, ModelKind kind) {
        Set<String> taken = models.usableBy(projectId).stream().map(Model::name).collect(Collectors.toSet());
        String word = kind.name().toLowerCase(Locale.ROOT);
        int number = 1;
        while (taken.contains(word + " " + number)) {
            number++;
        }
        return word + " " + number;
    }

    /** The campaign opens as soon as it has something to judge. */
    private void fillCampaign(Run run) {
        String named = run.parameters().get(RunParameters.CAMPAIGN);
        if (named == null) {
            return;
        }
        long campaign = Long.parseLong(named);
        if (campaigns.countItems(campaign) == 0) {
            importSamples(run, campaign);
        }
        if (campaigns.get(campaign).state() == CampaignState.PREPARING) {
            campaigns.open(campaign);
        }
    }

    private void importSamples(Run run, long campaign) {
        Path samples = Path.of(run.folder()).resolve("samples.jsonl");
        try (InputStream lines = Files.newInputStream(samples)) {
            campaigns.importSamples(campaign, run.name() + "/samples.jsonl", lines);
        } catch (IOException unreadable) {
            throw new FileTrouble(unreadable, Refusal.SAMPLES_MISSING);
        } catch (ImportRejected unusable) {
            throw new FileTrouble(
                    unusable,
                    Refusal.SAMPLES_UNUSABLE,
                    unusable.badLines().getFirst().toString());
        }
    }

    private static @Nullable Long model(Run run, String role) {
        return run.inputs().stream()
                .filter(input ->
                        input instanceof RunInput.OfModel && input.role().equals(role))
                .map(input -> ((RunInput.OfModel) input).modelId())
                .findFirst()
                .orElse(null);
    }
}
