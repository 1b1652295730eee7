package org.rlhfworkbench.policy.command;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rlhfworkbench.lm.command.ComputeOptions;
import org.rlhfworkbench.lm.command.WorkbenchCommand;
import org.rlhfworkbench.lm.data.BadInput;
import org.rlhfworkbench.lm.data.ModelInput;
import org.rlhfworkbench.lm.inference.InputLine;
import org.rlhfworkbench.lm.inference.LogProbs;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.model.ModelFiles;
import org.rlhfworkbench.lm.model.ModelSource;
import org.rlhfworkbench.lm.run.Figure;
import org.rlhfworkbench.reward.evaluation.Clusters;
import org.rlhfworkbench.reward.evaluation.RewardEvaluation;
import org.rlhfworkbench.reward.model.RewardModel;
import org.rlhfworkbench.reward.ranking.JudgedPrompt;
import org.rlhfworkbench.reward.ranking.JudgementFile;
import org.rlhfworkbench.reward.ranking.Ties;
import org.rlhfworkbench.reward.training.RewardExample;
import org.rlhfworkbench.reward.training.RewardExamples;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Prints a model's figures on a file: loss and perplexity, or a reward model's accuracy on rankings or pairs. */
@Command(name = "evaluate", description = "Loss and perplexity on a file, or a reward model's accuracy.")
public final class EvaluateCommand extends WorkbenchCommand {

    private static final int ROWS_AT_ONCE = 16;

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    @Option(
            names = "--model",
            required = true,
            paramLabel = "M",
            description = "folder, GGUF file, run or bundled name")
    private String model = "";

    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE",
            description = "demonstrations or text; rankings or pairs for a reward model")
    private Path data = Path.of("");

    @Mixin
    private final ComputeOptions compute = new ComputeOptions();

    @Override
    protected void run() {
        Path folder = ModelSource.resolve(model);
        Device device = compute.device();
        Object figures;
        if (ModelFiles.open(folder).config().generatesText()) {
            try (LanguageModel loaded = LanguageModel.load(folder, device, compute.precision())) {
                figures = loss(loaded);
            }
        } else {
            try (RewardModel loaded = RewardModel.load(folder, device, compute.precision())) {
                figures = accuracy(loaded);
            }
        }
        out().println(JSON.writeValueAsString(figures));
    }

    /** Over the assistant's tokens of conversations, and over all tokens of texts. */
    private Map<String, Figure> loss(LanguageModel loaded) {
        List<InputLine> lines = InputLine.read(data);
        List<float[]> logProbs = LogProbs.of(
                loaded, lines.stream().map(line -> line.whole(loaded)).toList());
        Clusters losses = new Clusters();
        for (int i = 0; i < lines.size(); i++) {
            float[] found = logProbs.get(i);
            boolean[] counts = counted(lines.get(i).input(), loaded, found.length + 1);
            double sum = 0;
            int count = 0;
            for (int t = 0; t < found.length; t++) {
                if (counts[t + 1]) {
                    sum -= found[t];
                    count++;
                }
            }
            losses.add(sum, count);
        }
        if (losses.isEmpty()) {
            throw new BadInput(data, 0, "no line has a token to predict", "Give texts or conversations with answers");
        }
        Figure loss = losses.average();
        Map<String, Figure> figures = new LinkedHashMap<>();
        figures.put("loss", loss);
        figures.put(
                "perplexity",
                new Figure(Math.exp(loss.value()), loss.n(), Math.exp(loss.low()), Math.exp(loss.high())));
        figures.put("tokens", Figure.exactly(losses.count(), losses.count()));
        return figures;
    }

    private static boolean[] counted(ModelInput input, LanguageModel loaded, int length) {
        if (input instanceof ModelInput.Chat chat) {
            return loaded.template().render(chat.messages()).fromAssistant();
        }
        boolean[] all = new boolean[length];
        Arrays.fill(all, true);
        return all;
    }

    private RewardEvaluation accuracy(RewardModel loaded) {
        List<JudgedPrompt> prompts = JudgementFile.read(data);
        List<RewardExample> examples = new RewardExamples(
                        loaded.trunk(), loaded.trunk().config().contextLength(), Ties.DROP)
                .of(data, prompts);
        RewardEvaluation evaluation =
                RewardEvaluation.of(prompts, RewardExamples.logOdds(loaded, examples, ROWS_AT_ONCE));
        if (evaluation == null) {
            throw new BadInput(
                    data, 0, "all its responses are tied", "Give rankings in which one response is preferred");
        }
        return evaluation;
    }
}
