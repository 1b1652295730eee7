package org.rlhfworkbench.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.rlhfworkbench.lm.run.RunDirectory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Run directories in tests. */
public final class Runs {

    private Runs() {}

    public static RunDirectory open(Path folder, String kind) {
        return RunDirectory.open(folder, kind, JsonMapper.shared().createObjectNode(), 2);
    }

    /** Asks for a stop as soon as a step is done. */
    public static void stopAfter(RunDirectory run, int step) {
        run.progress().tell(update -> {
            if (update.step() >= step) {
                run.stopRequest().request();
            }
        });
    }

    /** The lines of a run's metrics without its timings. */
    public static List<JsonNode> metrics(Path run) throws IOException {
        return Files.readAllLines(run.resolve("metrics.jsonl")).stream()
                .map(line -> {
                    ObjectNode json = (ObjectNode) JsonMapper.shared().readTree(line);
                    json.properties().removeIf(metric -> metric.getKey().endsWith("per_second"));
                    return (JsonNode) json;
                })
                .toList();
    }
}
