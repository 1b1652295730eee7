package org.rlhfworkbench.reward.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.command.LoraOptions;
import org.rlhfworkbench.lm.command.TrainingCommand;
import org.rlhfworkbench.lm.command.TrainingOptions;
import org.rlhfworkbench.lm.data.BadInput;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.model.ModelSource;
import org.rlhfworkbench.lm.optimisation.AdamW;
import org.rlhfworkbench.lm.optimisation.LearningRate;
import org.rlhfworkbench.lm.run.Provenance;
import org.rlhfworkbench.lm.run.RunDirectory;
import org.rlhfworkbench.lm.run.RunFailure;
import org.rlhfworkbench.lm.training.TrainingCost;
import org.rlhfworkbench.reward.evaluation.RewardEvaluation;
import org.rlhfworkbench.reward.model.RewardModel;
import org.rlhfworkbench.reward.ranking.HeldOut;
import org.rlhfworkbench.reward.ranking.JudgedPrompt;
import org.rlhfworkbench.reward.ranking.JudgementFile;
import org.rlhfworkbench.reward.ranking.Ties;
import org.rlhfworkbench.reward.training.RewardExample;
import org.rlhfworkbench.reward.training.RewardExamples;
import org.rlhfworkbench.reward.training.RewardTrainer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Trains a reward model on a language model's trunk, measures it on held-out prompts and normalises its scores. */
@Command(name = "reward", description = "Train a reward model on rankings or pairs.")
public final class RewardCommand extends TrainingCommand {

    private static final int ROWS_AT_ONCE = 32;
    private static final int EVALUATIONS = 5;
    private static final double WARM_UP = 0.1;

    @Option(names = "--model", required = true, paramLabel = "M", description = "the language model to begin from")
    private String model = "";

    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE",
            description = "rankings.jsonl or pairs.jsonl to learn from")
    private Path data = Path.of("");

    @Option(names = "--eval", paramLabel = "FILE", description = "a file to measure on, instead of held-out prompts")
    private @Nullable Path eval;

    @Option(
            names = "--held-out",
            paramLabel = "SHARE",
            description = "of the prompts, to measure on (${DEFAULT-VALUE})")
    private double heldOutShare = 0.15;

    @Option(
            names = "--ties",
            paramLabel = "NAME",
            description = "what responses of one tie group teach: half or drop (${DEFAULT-VALUE})")
    private Ties ties = Ties.HALF;

    @Mixin
    private final LoraOptions lora = new LoraOptions();

    public RewardCommand() {
        super(new TrainingOptions(5e-4, 4, 1, 512));
    }

    @Override
    protected void train(RunDirectory run) throws Exception {
        Path folder = ModelSource.resolve(model);
        HeldOut prompts = prompts();
        LanguageModel loaded =
                LanguageModel.load(folder, compute().device(), compute().precision());
        try (LanguageModel base = lora.adapted(loaded, compute().seed());
                RewardModel reward = RewardModel.on(base, compute().seed())) {
            reward.trunk().template().requireTrainable();
            RewardExamples examples =
                    new RewardExamples(reward.trunk(), training().maxLength(), ties);
            List<RewardExample> learned = examples.of(data, prompts.training());
            List<RewardExample> measured = examples.of(eval == null ? data : eval, prompts.heldOut());
            record(run, folder);
            if (examples.shortened() > 0) {
                run.progress().say(examples.shortened() + " responses were cut at the greatest length");
            }
            RewardTrainer.Settings settings = settings(learned.size());
            TrainingCost.announce(run.progress(), reward.trunk(), work(learned, settings));
            try (RewardTrainer trainer = new RewardTrainer(reward, learned, measured, settings)) {
                if (!trainer.run(run)) {
                    run.stopped();
                    return;
                }
            }
            normalise(reward, learned);
            evaluate(run, reward, prompts.heldOut(), measured);
            reward.save(run.model());
        }
    }

    private static TrainingCost.Work work(List<RewardExample> learned, RewardTrainer.Settings settings) {
        IntSummaryStatistics rows = learned.stream()
                .flatMap(example -> example.rows().stream())
                .mapToInt(row -> row.length)
                .summaryStatistics();
        long inAll = rows.getCount() * settings.steps() * settings.batchSize() / learned.size();
        String lower = "Lower --max-length, or take a smaller model";
        return new TrainingCost.Work(rows, ROWS_AT_ONCE, inAll, settings.steps(), lower);
    }

    private HeldOut prompts() {
        List<JudgedPrompt> all = JudgementFile.read(data);
        if (eval != null) {
            return new HeldOut(all, JudgementFile.read(eval));
        }
        if (!(heldOutShare > 0 && heldOutShare < 1)) {
            throw wrong("--held-out is " + heldOutShare + "; give a share between 0 and 1, such as 0.15");
        }
        if (all.stream().map(JudgedPrompt::prompt).distinct().count() < 2) {
            throw new BadInput(
                    data, 0, "all lines have the same prompt, so that none can be held out", "Add --eval FILE");
        }
        return HeldOut.split(all, heldOutShare, compute().seed());
    }

    private RewardTrainer.Settings settings(int examples) {
        long perEpoch = (examples + training().batchSize() - 1L) / training().batchSize();
        int steps = (int) training().limited(perEpoch * training().epochs());
        return new RewardTrainer.Settings(
                steps,
                training().batchSize(),
                ROWS_AT_ONCE,
                new LearningRate(training().lr(), (int) (WARM_UP * steps), steps, LearningRate.Decay.LINEAR),
                new AdamW.Settings(0.9, 0.95, 1e-8, 0.01, 1),
                (steps + EVALUATIONS - 1) / EVALUATIONS,
                compute().seed());
    }

    /** The training responses are the reference: their scores get mean 0 and variance 1. */
    private static void normalise(RewardModel reward, List<RewardExample> learned) {
        List<int[]> rows = new ArrayList<>();
        learned.forEach(example -> rows.addAll(example.rows()));
        float[] scores = reward.score(rows, ROWS_AT_ONCE);
        double mean = 0;
        for (float score : scores) {
            mean += score / (double) scores.length;
        }
        double variance = 0;
        for (float score : scores) {
            variance += (score - mean) * (score - mean) / scores.length;
        }
        if (!(variance > 0)) {
            throw new RunFailure(
                    "The reward model gives every response the same score",
                    "The learning rate is likely too high, or all responses read the same",
                    "Lower --lr and begin another run");
        }
        reward.normalise(mean, Math.sqrt(variance));
    }

    private static void evaluate(
            RunDirectory run, RewardModel reward, List<JudgedPrompt> prompts, List<RewardExample> examples) {
        RewardEvaluation evaluation =
                RewardEvaluation.of(prompts, RewardExamples.logOdds(reward, examples, ROWS_AT_ONCE));
        if (evaluation == null) {
            run.progress().say("All held-out responses are tied, so that there is no accuracy to report");
        } else {
            run.writeEvaluation(evaluation);
            run.progress()
                    .say("Held-out accuracy %.3f (%.3f–%.3f) on %d comparisons; the longer response wins in %.3f"
                            .formatted(
                                    evaluation.accuracy().value(),
                                    evaluation.accuracy().low(),
                                    evaluation.accuracy().high(),
                                    evaluation.pairs().n(),
                                    evaluation.baselines().longerWins().value()));
        }
    }

    private void record(RunDirectory run, Path folder) {
        if (Files.exists(run.folder().resolve("provenance.json"))) {
            return;
        }
        List<Provenance.DataFile> files = new ArrayList<>();
        files.add(Provenance.DataFile.of("data", data));
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
