package org.rlhfworkbench.lm.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rlhfworkbench.lm.model.ModelFiles;
import org.rlhfworkbench.lm.run.Provenance;
import org.rlhfworkbench.lm.run.RunDirectory;
import org.rlhfworkbench.lm.run.RunState;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/**
 * A command that trains in the run directory {@code --out}. With {@code --resume} it goes on with the settings that are
 * in the run's {@code config.json}; a run that is there already is otherwise left alone.
 *
 * <p>Its batch size is that of a whole update; how it is cut to fit the memory is the trainer's affair.
 */
public abstract class TrainingCommand extends WorkbenchCommand {

    @Mixin
    private final TrainingOptions training;

    @Mixin
    private final ComputeOptions compute = new ComputeOptions();

    /** A command with its own defaults. */
    protected TrainingCommand(TrainingOptions defaults) {
        this.training = defaults;
    }

    /**
     * Trains, from the newest checkpoint if {@code run.rewind()} finds one. Returns after {@code run.stopped()} when a
     * stop was asked for; returning without a word means that the run is finished.
     */
    protected abstract void train(RunDirectory run) throws Exception;

    protected final TrainingOptions training() {
        return training;
    }

    protected final ComputeOptions compute() {
        return compute;
    }

    /** A model that was begun from, and the base of an adapter with it. */
    protected static List<Provenance.ParentModel> parents(String role, Path source) {
        List<Provenance.ParentModel> parents = new ArrayList<>();
        parents.add(Provenance.ParentModel.of(role, source));
        ModelFiles.open(source).base().ifPresent(base -> parents.add(Provenance.ParentModel.of(role + " base", base)));
        return parents;
    }

    @Override
    protected final void run() throws Exception {
        if (RunDirectory.isRun(training.out())) {
            if (!training.resume()) {
                throw new ParameterException(
                        spec().commandLine(),
                        training.out() + " holds a run already; add --resume to go on with it,"
                                + " or choose another folder with --out");
            }
            if (RunDirectory.stateOf(training.out()).state() == RunState.Phase.FINISHED) {
                progress().say("The run " + training.out() + " is finished already.");
                return;
            }
        }
        inRun(training.out(), training.keep(), this::train);
    }
}
