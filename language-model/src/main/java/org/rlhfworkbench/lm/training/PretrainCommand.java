package org.rlhfworkbench.lm.training;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.architecture.ModelConfig;
import org.rlhfworkbench.lm.checkpoint.Safetensors;
import org.rlhfworkbench.lm.command.LoraOptions;
import org.rlhfworkbench.lm.command.TrainingCommand;
import org.rlhfworkbench.lm.command.TrainingOptions;
import org.rlhfworkbench.lm.data.Corpus;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.model.ModelSource;
import org.rlhfworkbench.lm.optimisation.AdamW;
import org.rlhfworkbench.lm.optimisation.LearningRate;
import org.rlhfworkbench.lm.run.Figure;
import org.rlhfworkbench.lm.run.FreeMemory;
import org.rlhfworkbench.lm.run.Provenance;
import org.rlhfworkbench.lm.run.RunDirectory;
import org.rlhfworkbench.lm.tokenizer.BytePairTrainer;
import org.rlhfworkbench.lm.tokenizer.ChatTemplate;
import org.rlhfworkbench.lm.tokenizer.Tokenizer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import tools.jackson.databind.json.JsonMapper;

/** Trains a tokenizer and a model from plain text, or goes on with a model on further text. */
@Command(name = "pretrain", description = "Train a language model on plain text.")
public final class PretrainCommand extends TrainingCommand {

    private static final List<String> SPECIAL_TOKENS =
            List.of(Corpus.SEPARATOR, "<|pad|>", ChatTemplate.TURN_START, ChatTemplate.TURN_END);
    private static final int CONTEXT_LENGTH = 512;
    private static final String SMALLER = "Lower --micro-batch or --max-length, or take a smaller --size";
    private static final int EVALUATIONS = 13;
    private static final double WARM_UP = 0.05;

    @Option(
            names = "--data",
            required = true,
            arity = "1..*",
            mapFallbackValue = "0",
            paramLabel = "FILE[=SHARE]",
            description = "text: plain, with <|endoftext|> between documents, or .jsonl; which share of the training it"
                    + " gets (its size, if not said)")
    private Map<Path, Double> data = new LinkedHashMap<>();

    @Option(names = "--size", paramLabel = "NAME", description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    private ModelSize size = ModelSize.SMALL;

    @Option(names = "--model", paramLabel = "M", description = "go on from this model instead of beginning anew")
    private @Nullable String model;

    @Option(names = "--micro-batch", paramLabel = "N", description = "blocks in memory at once (${DEFAULT-VALUE})")
    private int microBatch = 16;

    @Option(names = "--save-as", paramLabel = "TYPE", description = "F32, F16 or BF16 weights (${DEFAULT-VALUE})")
    private Safetensors.Precision saveAs = Safetensors.Precision.F32;

    @Mixin
    private final LoraOptions lora = new LoraOptions();

    public PretrainCommand() {
        super(new TrainingOptions(3e-3, 16, 1, 256));
    }

    @Override
    protected void train(RunDirectory run) throws Exception {
        if (model == null) {
            if (lora.isAsked()) {
                throw new ParameterException(
                        spec().commandLine(), "--lora adapts a model that is there already; name it with --model");
            }
            TrainingCost.of(
                            size.config(CONTEXT_LENGTH),
                            (long) microBatch * training().maxLength())
                    .refuseUnlessFits(FreeMemory.of(compute().device()), SMALLER);
        }
        PretrainingText text = new PretrainingText(data.keySet());
        Path source = model == null ? trainTokenizer(run, text) : ModelSource.resolve(model);
        record(run, source);
        try (LanguageModel trained = model == null ? begin(source) : load(source)) {
            int blockLength = Math.min(training().maxLength(), trained.config().contextLength()) + 1;
            PretrainingText.Blocks blocks = text.blocks(
                    data,
                    trained.tokenizer(),
                    trained.template(),
                    endOfDocument(trained),
                    blockLength,
                    compute().seed());
            Pretrainer.Settings settings = settings(blocks.trainingTokens());
            TrainingCost.announce(
                    run.progress(),
                    trained,
                    new TrainingCost.Work(
                            IntStream.of(blockLength).summaryStatistics(),
                            microBatch,
                            (long) settings.steps() * settings.batchSize(),
                            settings.steps(),
                            SMALLER));
            try (Pretrainer trainer = new Pretrainer(trained, blocks.mixture(), blocks.heldOut(), settings)) {
                if (!trainer.run(run, training().resume())) {
                    run.stopped();
                    return;
                }
                evaluate(run, trainer.heldOutLoss(), (long) blocks.heldOut().size() * (blockLength - 1));
            }
            trained.save(run.model(), saveAs);
        }
    }

    private LanguageModel load(Path source) {
        LanguageModel loaded =
                LanguageModel.load(source, compute().device(), compute().precision());
        return lora.adapted(loaded, compute().seed());
    }

    /** The tokenizer is trained once: a resumed run finds it in its folder. */
    private Path trainTokenizer(RunDirectory run, PretrainingText text) throws IOException {
        Path folder = run.folder().resolve("tokenizer");
        if (!Files.isRegularFile(folder.resolve(Tokenizer.FILE))) {
            run.progress().say("Training a tokenizer of " + size.vocabularySize() + " entries");
            BytePairTrainer trainer = new BytePairTrainer();
            text.count(trainer);
            trainer.train(size.vocabularySize(), SPECIAL_TOKENS)
                    .write(folder, ChatTemplate.TURN_END, "<|pad|>", CONTEXT_LENGTH);
        }
        return folder;
    }

    private LanguageModel begin(Path tokenizerFolder) {
        ModelConfig config = size.config(CONTEXT_LENGTH);
        Tokenizer tokenizer = Tokenizer.load(tokenizerFolder);
        NDManager manager = NDManager.newBaseManager(compute().device());
        return new LanguageModel(
                tokenizerFolder,
                config.toJson(),
                config,
                Initialization.draw(config, manager, compute().seed()),
                tokenizer,
                ChatTemplate.load(tokenizer.files(), tokenizer),
                compute().precision());
    }

    private static int endOfDocument(LanguageModel model) {
        return model.tokenizer()
                .idOf(Corpus.SEPARATOR)
                .orElseGet(() -> model.template()
                        .endToken()
                        .orElse(model.config().endTokens().getFirst()));
    }

    private Pretrainer.Settings settings(long trainingTokens) {
        long tokensAStep = (long) training().batchSize() * training().maxLength();
        int steps = (int) training().limited(Math.max(1, training().epochs() * trainingTokens / tokensAStep));
        return new Pretrainer.Settings(
                steps,
                training().batchSize(),
                microBatch,
                new LearningRate(training().lr(), (int) (WARM_UP * steps), steps, LearningRate.Decay.COSINE),
                AdamW.Settings.usual(),
                Math.max(1, steps / EVALUATIONS));
    }

    private static void evaluate(RunDirectory run, double loss, long tokens) throws IOException {
        double before = lossBefore(run);
        run.writeEvaluation(Map.of(
                "loss_before", Figure.exactly(before, tokens),
                "loss", Figure.exactly(loss, tokens),
                "perplexity", Figure.exactly(Math.exp(loss), tokens),
                "tokens", Figure.exactly(tokens, tokens)));
        run.progress().say("Held-out loss %.3f → %.3f nats a token".formatted(before, loss));
    }

    /** The first line of the metrics is the held-out loss before the first step, also of a run that was resumed. */
    private static double lossBefore(RunDirectory run) throws IOException {
        try (Stream<String> lines = Files.lines(run.folder().resolve("metrics.jsonl"))) {
            String first = lines.findFirst().orElse("{}");
            return JsonMapper.shared().readTree(first).path("held_out_loss").asDouble(Double.NaN);
        }
    }

    private void record(RunDirectory run, Path source) {
        if (Files.exists(run.folder().resolve("provenance.json"))) {
            return;
        }
        run.write(Provenance.of(
                spec().name(),
                compute().seed(),
                compute().threads(),
                compute().device().toString(),
                data.keySet().stream()
                        .map(file -> Provenance.DataFile.of("data", file))
                        .toList(),
                model == null ? List.of() : parents("model", source)));
    }
}
