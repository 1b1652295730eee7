package org.rlhfworkbench.policy.command;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.List;
import org.rlhfworkbench.lm.command.ComputeOptions;
import org.rlhfworkbench.lm.command.WorkbenchCommand;
import org.rlhfworkbench.lm.data.JsonLinesWriter;
import org.rlhfworkbench.lm.data.ModelInput;
import org.rlhfworkbench.lm.inference.InputLine;
import org.rlhfworkbench.lm.inference.LogProbs;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.model.ModelFiles;
import org.rlhfworkbench.lm.model.ModelSource;
import org.rlhfworkbench.reward.model.RewardInput;
import org.rlhfworkbench.reward.model.RewardModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;

/** Writes each line back with its log-probabilities, or with its score where the model is a reward model. */
@Command(name = "score", description = "Log-probabilities of lines, or a reward model's scores.")
public final class ScoreCommand extends WorkbenchCommand {

    private static final int ROWS_AT_ONCE = 16;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "M",
            description = "folder, GGUF file, run or bundled name")
    private String model = "";

    @Option(names = "--data", required = true, paramLabel = "FILE", description = "lines to score")
    private Path data = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "where the lines go")
    private Path out = Path.of("");

    @Mixin
    private final ComputeOptions compute = new ComputeOptions();

    @Override
    protected void run() {
        List<InputLine> lines = InputLine.read(data);
        Path folder = ModelSource.resolve(model);
        Device device = compute.device();
        if (ModelFiles.open(folder).config().generatesText()) {
            try (LanguageModel loaded = LanguageModel.load(folder, device, compute.precision())) {
                addLogProbs(lines, loaded);
            }
        } else {
            try (RewardModel loaded = RewardModel.load(folder, device, compute.precision())) {
                addScores(lines, loaded);
            }
        }
        try (JsonLinesWriter writer = new JsonLinesWriter(out)) {
            lines.forEach(line -> writer.write(line.json()));
            writer.commit();
        }
    }

    private static void addLogProbs(List<InputLine> lines, LanguageModel loaded) {
        List<int[]> rows = lines.stream().map(line -> line.whole(loaded)).toList();
        List<float[]> logProbs = LogProbs.of(loaded, rows);
        for (int i = 0; i < rows.size(); i++) {
            ArrayNode ids = lines.get(i).json().putArray("input_ids");
            for (int token : rows.get(i)) {
                ids.add(token);
            }
            ArrayNode values = lines.get(i).json().putArray("log_probs");
            values.addNull();
            for (float value : logProbs.get(i)) {
                values.add(value);
            }
        }
    }

    private static void addScores(List<InputLine> lines, RewardModel loaded) {
        List<int[]> rows = lines.stream().map(line -> row(line, loaded)).toList();
        float[] scores = loaded.score(rows, ROWS_AT_ONCE);
        for (int i = 0; i < scores.length; i++) {
            lines.get(i).json().put("score", scores[i]);
        }
    }

    /** A response is read up to its end token, as in training. */
    private static int[] row(InputLine line, RewardModel loaded) {
        int[] whole = line.whole(loaded.trunk());
        return line.input() instanceof ModelInput.Chat chat
                ? RewardInput.tokens(loaded.trunk().template(), chat.messages())
                : whole;
    }
}
