package org.rlhfworkbench.ui.launching;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.campaigns.Campaign;
import org.rlhfworkbench.feedback.models.Model;
import org.rlhfworkbench.feedback.rounds.Rounds;
import org.rlhfworkbench.feedback.runs.NewRun;
import org.rlhfworkbench.feedback.runs.Run;
import org.rlhfworkbench.feedback.runs.RunInput;
import org.rlhfworkbench.feedback.runs.RunKind;
import org.rlhfworkbench.ui.start.WorkbenchProperties;
import org.springframework.stereotype.Component;

/**
 * Starts each kind of run on what a project holds now. Settings are flags of the command without their dashes; what is not
 * given has the command's own default.
 */
@Component
public class Training {
    /** Of outputs that people rank: a small model wanders at 1, and an order of noise teaches nothing. */
    private static final String SAMPLING_TEMPERATURE = "0.7";

    private final RunLauncher launcher;
    private final Rounds rounds;
    private final WorkbenchProperties properties;

    Training(RunLauncher launcher, Rounds rounds, WorkbenchProperties properties) {
        this.launcher = launcher;
        this.rounds = rounds;
        this.properties = properties;
    }

    /** Makes a policy of the base model with the project's demonstrations. */
    public Run fineTune(long projectId, Model base, Map<String, String> settings, @Nullable Long startedBy) {
        return start(projectId, RunKind.SFT, settings, startedBy, RunParameters.MODEL, base);
    }

    /** Makes a reward model with the project's rankings; it begins with the policy's weights. */
    public Run trainReward(long projectId, Model policy, Map<String, String> settings, @Nullable Long startedBy) {
        return start(projectId, RunKind.REWARD, settings, startedBy, RunParameters.MODEL, policy);
    }

    /** Tunes the policy against the reward model on the project's prompts. */
    public Run tune(
            long projectId, Model policy, Model reward, Map<String, String> settings, @Nullable Long startedBy) {
        return launcher.start(new NewRun(
                projectId,
                RunKind.PPO,
                rounds.roundFor(projectId, RunKind.PPO),
                properties.runs(),
                settings,
                List.of(
                        new RunInput.OfModel(RunParameters.POLICY, policy.id()),
                        new RunInput.OfModel(RunParameters.REWARD, reward.id())),
                startedBy));
    }

    /** Draws the campaign's outputs from a model; they become its items. */
    public Run sample(Campaign campaign, Model policy, Map<String, String> settings, @Nullable Long startedBy) {
        Map<String, String> all = new TreeMap<>(settings);
        all.putIfAbsent("temperature", SAMPLING_TEMPERATURE);
        all.put("k", Integer.toString(campaign.outputsPerItem()));
        all.put(RunParameters.CAMPAIGN, Long.toString(campaign.id()));
        return launcher.start(new NewRun(
                campaign.projectId(),
                RunKind.SAMPLE,
                campaign.round(),
                properties.runs(),
                all,
                List.of(new RunInput.OfModel(RunParameters.MODEL, policy.id())),
                startedBy));
    }

    private Run start(
            long projectId,
            RunKind kind,
            Map<String, String> settings,
            @Nullable Long startedBy,
            String role,
            Model model) {
        return launcher.start(new NewRun(
                projectId,
                kind,
                rounds.roundFor(projectId, kind),
                properties.runs(),
                settings,
                List.of(new RunInput.OfModel(role, model.id())),
                startedBy));
    }
}
