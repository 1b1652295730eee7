package org.rlhfworkbench.policy.command;

import ai.djl.Device;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.command.LoraOptions;
import org.rlhfworkbench.lm.command.TrainingCommand;
import org.rlhfworkbench.lm.data.BadInput;
import org.rlhfworkbench.lm.data.Prompt;
import org.rlhfworkbench.lm.data.Turns;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.model.ModelSource;
import org.rlhfworkbench.lm.run.Provenance;
import org.rlhfworkbench.lm.run.RunDirectory;
import org.rlhfworkbench.policy.ppo.ActorCritic;
import org.rlhfworkbench.policy.ppo.PpoPreset;
import org.rlhfworkbench.policy.ppo.PpoPrompt;
import org.rlhfworkbench.policy.ppo.PpoPrompts;
import org.rlhfworkbench.policy.ppo.PpoSettings;
import org.rlhfworkbench.policy.ppo.PpoTrainer;
import org.rlhfworkbench.reward.model.RewardModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Tunes a policy with PPO against a reward model and measures what it gained on held-out prompts. */
@Command(name = "ppo", description = "Tune a policy with PPO against a reward model.")
public final class PpoCommand extends TrainingCommand {

    @Option(names = "--policy", required = true, paramLabel = "M", description = "the policy to begin from")
    private String policy = "";

    @Option(names = "--reward", required = true, paramLabel = "M", description = "the reward model")
    private String reward = "";

    @Option(names = "--prompts", required = true, paramLabel = "FILE", description = "prompts.jsonl to train on")
    private Path prompts = Path.of("");

    @Option(names = "--eval", paramLabel = "FILE", description = "prompts to measure on, instead of held-out ones")
    private @Nullable Path eval;

    @Option(
            names = "--held-out",
            paramLabel = "SHARE",
            description = "of the prompts, to measure on (${DEFAULT-VALUE})")
    private double heldOutShare = 0.1;

    @Mixin
    private final PpoOptions options = new PpoOptions();

    @Mixin
    private final LoraOptions lora = new LoraOptions();

    public PpoCommand() {
        super(PpoOptions.defaults());
    }

    /** Sets every option that was not given yet to the preset's value; one that is given later overrides it. */
    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description =
                    "published settings: small, ziegler2019-sentiment, " + "ziegler2019-tldr, tldr2024 or instructgpt")
    void preset(String name) {
        PpoPreset preset;
        try {
            preset = PpoPreset.named(name);
        } catch (IllegalArgumentException e) {
            throw wrong("--preset: " + e.getMessage());
        }
        preset.options().forEach((option, value) -> {
            OptionSpec spec = spec().findOption(option);
            if (Objects.equals(spec.getValue(), spec.initialValue())) {
                setValue(spec, value);
            }
        });
    }

    private static void setValue(OptionSpec option, Object value) {
        try {
            option.setter().set(value);
        } catch (Exception e) {
            throw new IllegalStateException("the option " + option.longestName() + " cannot be set", e);
        }
    }

    @Override
    protected void train(RunDirectory run) throws Exception {
        Path policyFolder = ModelSource.resolve(policy);
        Path rewardFolder = ModelSource.resolve(reward);
        Device device = compute().device();
        LanguageModel loaded =
                LanguageModel.load(policyFolder, device, compute().precision());
        try (LanguageModel model = lora.adapted(loaded, compute().seed());
                LanguageModel reference = model.reference();
                RewardModel rewardModel = RewardModel.load(rewardFolder, model)) {
            SameTokenizer.require(model, rewardModel.trunk());
            PpoPrompts prompted = prompts(model, rewardModel);
            PpoSettings settings = settings();
            record(run, policyFolder, rewardFolder);
            try (ActorCritic actor = new ActorCritic(model);
                    PpoTrainer trainer = new PpoTrainer(actor, reference, rewardModel, prompted, settings)) {
                if (!trainer.run(run)) {
                    run.stopped();
                    return;
                }
                run.writeEvaluation(trainer.evaluate(reference));
                model.save(run.model());
            }
        }
    }

    private PpoSettings settings() {
        try {
            return options.settings(training(), compute().seed());
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private PpoPrompts prompts(LanguageModel model, RewardModel rewardModel) {
        int most = Math.min(
                training().maxLength(),
                Math.min(
                        model.config().contextLength(),
                        rewardModel.trunk().config().contextLength()));
        List<PpoPrompt> all = read(model, prompts, most);
        int episodes = training().batchSize();
        if (eval != null) {
            return new PpoPrompts(
                    all, read(model, eval, most), episodes, compute().seed());
        }
        if (!(heldOutShare > 0 && heldOutShare < 1)) {
            throw wrong("--held-out is " + heldOutShare + "; give a share between 0 and 1, such as 0.1");
        }
        if (all.size() < 2) {
            throw new BadInput(prompts, 0, "it has one prompt alone, so that none can be held out", "Add --eval FILE");
        }
        return PpoPrompts.split(all, heldOutShare, episodes, compute().seed());
    }

    /** @param most tokens that prompt and response may have together */
    private List<PpoPrompt> read(LanguageModel model, Path file, int most) {
        model.template().requireTrainable();
        List<PpoPrompt> read = new ArrayList<>();
        for (Prompt prompt : Prompt.read(file)) {
            int[] tokens = BadInput.naming(
                    file,
                    prompt.id(),
                    () -> model.template().prompt(prompt.prompt().messages()));
            if (tokens.length + Math.max(1, options.maxNewTokens()) > most) {
                throw new BadInput(
                        file,
                        0,
                        "the prompt \"" + prompt.id() + "\" has " + tokens.length + " tokens, which with responses of "
                                + options.maxNewTokens() + " are more than " + most,
                        "Shorten it, remove the line, or lower --max-new-tokens");
            }
            read.add(new PpoPrompt(prompt.id(), text(prompt.prompt()), tokens));
        }
        return read;
    }

    private static String text(Turns prompt) {
        return prompt.asText()
                ? prompt.messages().getFirst().content()
                : prompt.messages().stream()
                        .map(turn -> turn.role() + ": " + turn.content())
                        .collect(Collectors.joining("\n"));
    }

    private void record(RunDirectory run, Path policyFolder, Path rewardFolder) {
        if (Files.exists(run.folder().resolve("provenance.json"))) {
            return;
        }
        List<Provenance.DataFile> files = new ArrayList<>();
        files.add(Provenance.DataFile.of("prompts", prompts));
        if (eval != null) {
            files.add(Provenance.DataFile.of("eval", eval));
        }
        List<Provenance.ParentModel> parents = new ArrayList<>(parents("policy", policyFolder));
        parents.addAll(parents("reward", rewardFolder));
        run.write(Provenance.of(
                spec().name(),
                compute().seed(),
                compute().threads(),
                compute().device().toString(),
                files,
                parents));
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec().commandLine(), message);
    }
}
