package org.rlhfworkbench.lm.command;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/**
 * What all trainers can be told. Each gives its own defaults:
 *
 * <pre>{@code
 * @Mixin
 * private final TrainingOptions training = new TrainingOptions(2e-4, 16, 3, 512);
 * }</pre>
 */
public final class TrainingOptions {

    @Spec(Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(names = "--out", required = true, paramLabel = "RUN", description = "the run's folder")
    private Path out = Path.of("");

    @Option(names = "--resume", description = "go on from the newest checkpoint, with the settings the run began with")
    private boolean resume;

    @Option(names = "--keep", paramLabel = "N", description = "checkpoints to keep (${DEFAULT-VALUE})")
    private int keep = 2;

    @Option(names = "--lr", paramLabel = "RATE", description = "peak learning rate (${DEFAULT-VALUE})")
    private double lr;

    @Option(names = "--batch-size", paramLabel = "N", description = "examples an update (${DEFAULT-VALUE})")
    private int batchSize;

    @Option(names = "--epochs", paramLabel = "N", description = "passes over the data (${DEFAULT-VALUE})")
    private int epochs;

    @Option(names = "--max-steps", paramLabel = "N", description = "updates at most; 0 for no limit (${DEFAULT-VALUE})")
    private int maxSteps;

    @Option(names = "--max-length", paramLabel = "N", description = "tokens of an example at most (${DEFAULT-VALUE})")
    private int maxLength;

    /**
     * The defaults of a command.
     *
     * @param lr the peak learning rate
     * @param batchSize in the command's own unit
     * @param epochs passes over the data
     * @param maxLength in tokens
     */
    public TrainingOptions(double lr, int batchSize, int epochs, int maxLength) {
        this.lr = lr;
        this.batchSize = batchSize;
        this.epochs = epochs;
        this.maxLength = maxLength;
    }

    /** Refuses values that make no sense. Called before a command runs. */
    void check() {
        require(keep >= 1, "--keep is " + keep + "; keep at least 1 checkpoint");
        require(lr > 0 && lr <= 1, "--lr is " + lr + "; give a rate between 0 and 1, such as 1e-4");
        require(batchSize >= 1, "--batch-size is " + batchSize + "; give 1 or more");
        require(epochs >= 1, "--epochs is " + epochs + "; give 1 or more");
        require(maxSteps >= 0, "--max-steps is " + maxSteps + "; give 0 for no limit, or more");
        require(maxLength >= 2, "--max-length is " + maxLength + "; give 2 or more");
    }

    private void require(boolean fine, String message) {
        if (!fine && spec != null) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    public Path out() {
        return out;
    }

    public boolean resume() {
        return resume;
    }

    public int keep() {
        return keep;
    }

    public double lr() {
        return lr;
    }

    public int batchSize() {
        return batchSize;
    }

    public int epochs() {
        return epochs;
    }

    /** How many updates to make of those that the data would give. */
    public long limited(long steps) {
        return maxSteps == 0 ? steps : Math.min(steps, maxSteps);
    }

    public int maxLength() {
        return maxLength;
    }
}
