package org.rlhfworkbench.lm.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rlhfworkbench.lm.data.BadInput;
import org.rlhfworkbench.lm.run.Checkpoint;
import org.rlhfworkbench.lm.run.RunDirectory;
import org.rlhfworkbench.lm.run.RunFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A trainer that only counts. */
@Command(name = "count", description = "Counts.")
final class CountingCommand extends TrainingCommand {

    @Option(names = "--model", paramLabel = "M")
    private String model = "bundled";

    @Option(names = "--data", arity = "1..*", required = true)
    private List<Path> data = List.of();

    @Option(names = "--to")
    private int to = 5;

    @Option(names = "--stop-at")
    private int stopAt;

    @Option(names = "--throws")
    private String thrown = "";

    CountingCommand() {
        super(new TrainingOptions(1e-4, 8, 1, 64));
    }

    @Override
    protected void train(RunDirectory run) throws Exception {
        fail();
        Optional<Checkpoint> newest = training().resume() ? run.rewind() : Optional.empty();
        long done = newest.map(Checkpoint::step).orElse(0L);
        run.progress().begin("counting", done, to, "numbers/s");
        for (long step = done + 1; step <= to; step++) {
            Map<String, Number> metrics = Map.of("loss", 1.0 / step);
            run.metrics().log(step, metrics);
            run.progress().step(step, 1, metrics);
            if (done == 0 && step == stopAt) {
                run.stopRequest().request();
            }
            run.checkpoint(step, folder -> Files.writeString(folder.resolve("count"), "c"));
            if (run.stopRequest().isRequested()) {
                run.stopped();
                return;
            }
        }
        run.progress().say("Counted to " + to + ".");
    }

    private void fail() {
        switch (thrown) {
            case "input" -> throw new BadInput(data.getFirst(), 3, "it is odd", "Make it even");
            case "run" -> throw new RunFailure("It broke", "It was old", "Get another");
            case "defect" -> throw new IllegalStateException("two\nlines");
            case "memory" -> throw new OutOfMemoryError("Java heap space");
            default -> {}
        }
    }
}
