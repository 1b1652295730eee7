package org.rlhfworkbench.lm.run;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each step measured: {@code metrics.jsonl}, one object a step, and the same for TensorBoard.
 *
 * <p>A resumed run writes the same lines as one that was never interrupted, but for those metrics whose names end in
 * {@code seconds} or {@code per_second}.
 */
public final class MetricsLog implements AutoCloseable {

    static final String FILE = "metrics.jsonl";

    private final Path folder;
    private final JsonLinesLog lines;
    private @Nullable EventFile events;
    private long firstStep;

    MetricsLog(Path folder) {
        this.folder = folder;
        this.lines = new JsonLinesLog(folder.resolve(FILE));
    }

    /**
     * Records a step.
     *
     * @param step counted from 1; 0 for what is measured before the first
     * @param metrics names in snake_case, in the order to write; a value that is not finite is written as null
     */
    public void log(long step, Map<String, ? extends Number> metrics) {
        Map<String, Number> line = new LinkedHashMap<>();
        line.put("step", step);
        line.putAll(metrics);
        lines.append(line);
        Instant now = Instant.now();
        if (events == null) {
            events = new EventFile(folder, now, firstStep);
        }
        events.scalars(now, step, metrics);
    }

    void truncateAfter(long step) {
        lines.truncateAfter(step);
        firstStep = step + 1;
    }

    void force() {
        lines.force();
    }

    @Override
    public void close() {
        lines.close();
        if (events != null) {
            events.close();
        }
    }
}
