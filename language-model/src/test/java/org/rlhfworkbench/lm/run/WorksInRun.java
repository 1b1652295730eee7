package org.rlhfworkbench.lm.run;

import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** A process of its own that works in a run directory until it is stopped or killed. */
final class WorksInRun {

    private WorksInRun() {}

    public static void main(String[] arguments) throws InterruptedException {
        Path folder = Path.of(arguments[0]);
        try (RunDirectory run = RunDirectory.open(
                folder, "sft", JsonMapper.shared().createObjectNode().put("command", "sft"), 2)) {
            run.stopRequest().listenToSignals();
            run.progress().begin("training", 0, 1000, "steps/s");
            run.progress().step(1, 1, Map.of());
            System.out.println("working");
            run.stopRequest().await();
            run.stopped();
        }
    }
}
