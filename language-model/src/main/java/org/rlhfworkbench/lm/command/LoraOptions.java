package org.rlhfworkbench.lm.command;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.model.AdapterSettings;
import org.rlhfworkbench.lm.model.LanguageModel;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Whether a trainer trains an adapter instead of the whole model: {@code --lora}, and how that is made. */
public final class LoraOptions {

    @Spec(Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--lora",
            paramLabel = "R",
            description = "train a low-rank adapter of rank R and leave the model as it is; 0 trains the whole model"
                    + " (${DEFAULT-VALUE}). An adapter is trained on without this flag")
    private int rank;

    @Option(
            names = "--lora-alpha",
            paramLabel = "A",
            description = "the adapter's change is scaled by A / R; 0 for A = 2 R (${DEFAULT-VALUE})")
    private double alpha;

    @Option(
            names = "--lora-target",
            paramLabel = "NAME,…",
            split = ",",
            description = "layers to adapt, such as q_proj,v_proj; all linear layers but the output when not given")
    private List<String> targets = List.of();

    /** Whether a fresh adapter is asked for. */
    public boolean isAsked() {
        return rank != 0;
    }

    /**
     * The model to train: with a fresh adapter if one is asked for, else as it is. It takes the loaded one over.
     *
     * @param seed of the adapter's first values
     */
    public LanguageModel adapted(LanguageModel loaded, long seed) {
        try {
            check(loaded);
            return rank == 0
                    ? loaded
                    : loaded.adapted(new AdapterSettings(rank, alpha == 0 ? 2.0 * rank : alpha, targets), seed);
        } catch (RuntimeException e) {
            loaded.close();
            throw e instanceof IllegalArgumentException ? wrong("--lora-target: " + e.getMessage()) : e;
        }
    }

    private void check(LanguageModel loaded) {
        if (rank < 0 || rank > loaded.config().width()) {
            throw wrong("--lora is " + rank + "; give a rank from 1 to the model's width, "
                    + loaded.config().width() + ", such as 16");
        }
        if (alpha < 0) {
            throw wrong("--lora-alpha is " + alpha + "; give a number above 0, such as 32");
        }
        if (rank == 0 && (alpha > 0 || !targets.isEmpty())) {
            throw wrong("--lora-alpha and --lora-target need --lora R");
        }
        if (rank > 0 && loaded.adapter().isPresent()) {
            throw wrong("--lora: " + loaded.folder() + " is an adapter already, and is trained on when the flag is left"
                    + " out; for a fresh one on top of it write it as a whole model first, with"
                    + " ./workbench convert --merge-lora");
        }
    }

    private ParameterException wrong(String message) {
        if (spec == null) {
            throw new IllegalStateException(message);
        }
        return new ParameterException(spec.commandLine(), message);
    }
}
