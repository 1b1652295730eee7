package org.rlhfworkbench.lm.inference;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.command.ComputeOptions;
import org.rlhfworkbench.lm.command.WorkbenchCommand;
import org.rlhfworkbench.lm.data.BadInput;
import org.rlhfworkbench.lm.data.JsonLinesWriter;
import org.rlhfworkbench.lm.data.Prompt;
import org.rlhfworkbench.lm.data.Response;
import org.rlhfworkbench.lm.data.SampledPrompt;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.model.ModelSource;
import org.rlhfworkbench.lm.run.Progress;
import org.rlhfworkbench.lm.run.Provenance;
import org.rlhfworkbench.lm.run.RunDirectory;
import org.rlhfworkbench.lm.run.StopRequest;
import org.rlhfworkbench.lm.sampling.Completion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Draws K responses to each prompt, for people to rank. */
@Command(name = "sample", description = "Draw several responses to each prompt.")
public final class SampleCommand extends WorkbenchCommand {

    private static final int GREATEST_K = 26;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "M",
            description = "folder, GGUF file, run or bundled name")
    private String model = "";

    @Option(names = "--prompts", required = true, paramLabel = "FILE", description = "prompts.jsonl")
    private Path prompts = Path.of("");

    @Option(names = "--k", paramLabel = "K", description = "responses a prompt (${DEFAULT-VALUE})")
    private int k = 4;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "samples.jsonl to write")
    private Path out = Path.of("");

    @Option(names = "--run", paramLabel = "DIR", description = "keep settings, state and log in this folder")
    private @Nullable Path run;

    @Mixin
    private final SamplingOptions sampling = new SamplingOptions(1, 128);

    @Mixin
    private final ComputeOptions compute = new ComputeOptions();

    @Override
    protected void run() throws Exception {
        if (k < 1 || k > GREATEST_K) {
            throw new ParameterException(spec().commandLine(), "--k is " + k + "; give 1 to " + GREATEST_K);
        }
        if (run == null) {
            StopRequest stop = StopRequest.bySignal();
            stop.listenToSignals();
            sample(progress(), stop);
        } else {
            inRun(run, 1, this::sampleIn);
        }
    }

    private void sampleIn(RunDirectory directory) {
        directory.write(Provenance.of(
                spec().name(),
                compute.seed(),
                compute.threads(),
                compute.device().toString(),
                List.of(Provenance.DataFile.of("prompts", prompts)),
                List.of(Provenance.ParentModel.of("model", ModelSource.resolve(model)))));
        if (!sample(directory.progress(), directory.stopRequest())) {
            directory.stopped();
        }
    }

    /** Whether all was drawn. */
    private boolean sample(Progress told, StopRequest stop) {
        List<Prompt> asked = Prompt.read(prompts);
        Path folder = ModelSource.resolve(model);
        try (LanguageModel loaded = LanguageModel.load(folder, compute.device(), compute.precision())) {
            List<int[]> rows = rows(asked, loaded);
            Generation generation = new Generation(
                    loaded, sampling.settings(loaded.template().stopTokens(), compute.seed() << 20), sampling.rows());
            List<Completion> completions = generation.complete(rows, told, stop);
            if (completions == null) {
                return false;
            }
            write(asked, rows, completions, loaded, ModelSource.nameOf(folder));
        }
        told.say(asked.size() * k + " responses to " + asked.size() + " prompts are in " + out);
        return true;
    }

    private List<int[]> rows(List<Prompt> asked, LanguageModel loaded) {
        List<int[]> rows = new ArrayList<>();
        for (Prompt prompt : asked) {
            int[] tokens = BadInput.naming(
                    prompts,
                    prompt.id(),
                    () -> loaded.template().prompt(prompt.prompt().messages()));
            if (tokens.length >= loaded.config().contextLength()) {
                throw new BadInput(
                        prompts,
                        0,
                        "the prompt \"" + prompt.id() + "\" has " + tokens.length + " tokens, the model's context is "
                                + loaded.config().contextLength(),
                        "Shorten or remove it");
            }
            for (int i = 0; i < k; i++) {
                rows.add(tokens);
            }
        }
        return rows;
    }

    private void write(
            List<Prompt> asked, List<int[]> rows, List<Completion> completions, LanguageModel loaded, String name) {
        try (JsonLinesWriter lines = new JsonLinesWriter(out)) {
            for (int i = 0; i < asked.size(); i++) {
                List<Response> responses = new ArrayList<>();
                for (int j = 0; j < k; j++) {
                    Completion completion = completions.get(i * k + j);
                    String content = loaded.tokenizer()
                            .decodeAfter(rows.get(i * k + j), completion.tokens())
                            .strip();
                    String id = String.valueOf((char) ('a' + j));
                    responses.add(new Response(id, content, name, completion.seed(), completion.finishReason()));
                }
                lines.write(new SampledPrompt(asked.get(i).id(), asked.get(i).prompt(), responses));
            }
            lines.commit();
        }
    }
}
