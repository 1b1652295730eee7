package org.rlhfworkbench.policy.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.command.LoraOptions;
import org.rlhfworkbench.lm.command.TrainingCommand;
import org.rlhfworkbench.lm.command.TrainingOptions;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.model.ModelSource;
import org.rlhfworkbench.lm.optimisation.AdamW;
import org.rlhfworkbench.lm.optimisation.LearningRate;
import org.rlhfworkbench.lm.run.Figure;
import org.rlhfworkbench.lm.run.Provenance;
import org.rlhfworkbench.lm.run.RunDirectory;
import org.rlhfworkbench.lm.tokenizer.RenderedChat;
import org.rlhfworkbench.lm.training.TrainingCost;
import org.rlhfworkbench.policy.finetuning.Dialogues;
import org.rlhfworkbench.policy.finetuning.FineTuner;
import org.rlhfworkbench.reward.evaluation.Clusters;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Fine-tunes a language model on demonstrations and measures it on held-out ones. */
@Command(name = "sft", description = "Fine-tune a language model on demonstrations.")
public final class SftCommand extends TrainingCommand {

    private static final int ROWS_AT_ONCE = 8;
    private static final int EVALUATIONS = 10;
    private static final double WARM_UP = 0.1;

    @Option(names = "--model", required = true, paramLabel = "M", description = "the language model to begin from")
    private String model = "";

    @Option(names = "--data", required = true, paramLabel = "FILE", description = "demonstrations.jsonl to learn from")
    private Path data = Path.of("");

    @Option(
            names = "--mix",
            paramLabel = "FILE=SHARE",
            description = "older dialogues, and which share of each batch they are, such as old.jsonl=0.3")
    private Map<Path, Double> mix = new LinkedHashMap<>();

    @Option(names = "--eval", paramLabel = "FILE", description = "a file to measure on, instead of held-out dialogues")
    private @Nullable Path eval;

    @Option(
            names = "--held-out",
            paramLabel = "SHARE",
            description = "of the demonstrations, to measure on (${DEFAULT-VALUE})")
    private double heldOutShare = 0.1;

    @Mixin
    private final LoraOptions lora = new LoraOptions();

    public SftCommand() {
        super(new TrainingOptions(5e-4, 8, 4, 512));
    }

    @Override
    protected void train(RunDirectory run) throws Exception {
        Path folder = ModelSource.resolve(model);
        LanguageModel loaded =
                LanguageModel.load(folder, compute().device(), compute().precision());
        try (LanguageModel policy = lora.adapted(loaded, compute().seed())) {
            Dialogues dialogues = dialogues(policy);
            List<RenderedChat> older =
                    mix.isEmpty() ? List.of() : read(policy, mixFile()).training();
            record(run, folder);
            if (dialogues.shortened() > 0) {
                run.progress().say(dialogues.shortened() + " dialogues were cut at the greatest length");
            }
            int count = dialogues.training().size();
            FineTuner.Settings settings = settings(count);
            TrainingCost.announce(
                    run.progress(),
                    policy,
                    new TrainingCost.Work(
                            dialogues.training().stream()
                                    .mapToInt(RenderedChat::length)
                                    .summaryStatistics(),
                            ROWS_AT_ONCE,
                            (long) settings.steps() * settings.batchSize(),
                            settings.steps(),
                            "Lower --max-length, or take a smaller model"));
            try (FineTuner tuner = new FineTuner(policy, dialogues, older, settings)) {
                if (!tuner.run(run)) {
                    run.stopped();
                    return;
                }
                evaluate(run, tuner, dialogues);
            }
            policy.save(run.model());
        }
    }

    private Dialogues dialogues(LanguageModel policy) {
        Dialogues read = read(policy, data);
        if (eval != null) {
            return read.measuredOn(read(policy, eval));
        }
        if (!(heldOutShare >= 0 && heldOutShare < 1)) {
            throw wrong("--held-out is " + heldOutShare + "; give a share between 0 and 1, such as 0.1");
        }
        return heldOutShare == 0
                ? read
                : read.holdingOut(heldOutShare, compute().seed());
    }

    private Dialogues read(LanguageModel policy, Path file) {
        int maxLength = Math.min(training().maxLength(), policy.config().contextLength());
        return Dialogues.read(file, policy.template(), maxLength);
    }

    private Path mixFile() {
        if (mix.size() > 1) {
            throw wrong("--mix is given " + mix.size() + " times; put the older dialogues into one file");
        }
        return mix.keySet().iterator().next();
    }

    private double mixShare() {
        double share = mix.values().stream().mapToDouble(Double::doubleValue).sum();
        if (!(share >= 0 && share < 1)) {
            throw wrong("--mix gives the older dialogues a share of " + share + "; give one from 0 to below 1");
        }
        return share;
    }

    private FineTuner.Settings settings(int demonstrations) {
        double ownPerStep = training().batchSize() * (1 - mixShare());
        int steps = (int) training()
                .limited((long) Math.max(1, Math.ceil(training().epochs() * (double) demonstrations / ownPerStep)));
        return new FineTuner.Settings(
                steps,
                training().batchSize(),
                ROWS_AT_ONCE,
                mixShare(),
                new LearningRate(training().lr(), (int) (WARM_UP * steps), steps, LearningRate.Decay.COSINE),
                new AdamW.Settings(0.9, 0.95, 1e-8, 0.1, 1),
                (steps + EVALUATIONS - 1) / EVALUATIONS,
                compute().seed());
    }

    private static void evaluate(RunDirectory run, FineTuner tuner, Dialogues dialogues) {
        if (dialogues.heldOut().isEmpty()) {
            run.progress().say("Nothing was held out, so that there is no loss to report; --eval names a file for it");
            return;
        }
        Clusters losses = tuner.heldOutLoss();
        Figure loss = losses.average();
        run.writeEvaluation(new Evaluation(
                loss,
                new Figure(Math.exp(loss.value()), loss.n(), Math.exp(loss.low()), Math.exp(loss.high())),
                Figure.exactly(losses.count(), losses.count())));
    }

    /** The figures of {@code evaluation.json}: loss in nats a token of the assistant's, on held-out dialogues. */
    private record Evaluation(Figure loss, Figure perplexity, Figure tokens) {}

    private void record(RunDirectory run, Path folder) {
        if (Files.exists(run.folder().resolve("provenance.json"))) {
            return;
        }
        List<Provenance.DataFile> files = new ArrayList<>();
        files.add(Provenance.DataFile.of("data", data));
        mix.keySet().forEach(file -> files.add(Provenance.DataFile.of("mix", file)));
        if (eval != null) {
            files.add(Provenance.DataFile.of("eval", eval));
        }
        run.write(Provenance.of(
                spec().name(),
                compute().seed(),
                compute().threads(),
                compute().device().toString(),
                files,
                parents("model", folder)));
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec().commandLine(), message);
    }
}
