package org.rlhfworkbench.lm.inference;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.rlhfworkbench.lm.command.ComputeOptions;
import org.rlhfworkbench.lm.command.WorkbenchCommand;
import org.rlhfworkbench.lm.data.JsonLinesWriter;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.model.ModelSource;
import org.rlhfworkbench.lm.run.StopRequest;
import org.rlhfworkbench.lm.sampling.Completion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Goes on from each line of a file and writes the line back with what the model wrote. */
@Command(name = "generate", description = "Go on from each line of a file.")
public final class GenerateCommand extends WorkbenchCommand {

    @Option(
            names = "--model",
            required = true,
            paramLabel = "M",
            description = "folder, GGUF file, run or bundled name")
    private String model = "";

    @Option(names = "--data", required = true, paramLabel = "FILE", description = "lines to go on from")
    private Path data = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "where the lines go")
    private Path out = Path.of("");

    @Mixin
    private final SamplingOptions sampling = new SamplingOptions(0, 128);

    @Mixin
    private final ComputeOptions compute = new ComputeOptions();

    @Override
    protected void run() {
        List<InputLine> lines = InputLine.read(data);
        StopRequest stop = StopRequest.bySignal();
        stop.listenToSignals();
        try (LanguageModel loaded =
                        LanguageModel.load(ModelSource.resolve(model), compute.device(), compute.precision());
                JsonLinesWriter writer = new JsonLinesWriter(out)) {
            List<int[]> prompts =
                    lines.stream().map(line -> line.prompt(loaded)).toList();
            Generation generation =
                    new Generation(loaded, sampling.settings(stopTokens(loaded), compute.seed()), sampling.rows());
            List<Completion> completions = generation.complete(prompts, progress(), stop);
            if (completions == null) {
                return;
            }
            for (int i = 0; i < lines.size(); i++) {
                write(writer, lines.get(i), prompts.get(i), completions.get(i), loaded);
            }
            writer.commit();
        }
    }

    private static Set<Integer> stopTokens(LanguageModel loaded) {
        Set<Integer> stop = new HashSet<>(loaded.config().endTokens());
        if (loaded.hasTokenizer()) {
            stop.addAll(loaded.template().stopTokens());
        }
        return stop;
    }

    private static void write(
            JsonLinesWriter writer, InputLine line, int[] prompt, Completion completion, LanguageModel loaded) {
        line.json()
                .putPOJO(
                        "output_ids", Arrays.stream(completion.tokens()).boxed().toList());
        if (loaded.hasTokenizer()) {
            line.json().put("output_text", loaded.tokenizer().decodeAfter(prompt, completion.tokens()));
        }
        writer.write(line.json());
    }
}
