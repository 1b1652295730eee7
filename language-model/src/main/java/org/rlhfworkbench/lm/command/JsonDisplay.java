package org.rlhfworkbench.lm.command;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.run.JsonFile;
import org.rlhfworkbench.lm.run.Progress;

/**
 * Progress as JSON lines, at most one a second and stage besides its first and last:
 *
 * <pre>{@code
 * {"event":"step","stage":"training","step":12,"steps":100,"rate":5034.1,"rate_unit":"tokens/s","seconds_left":80.2,"metrics":{"loss":2.31}}
 * {"event":"message","text":"…"}
 * {"event":"error","message":"…","exit_code":2}
 * }</pre>
 */
final class JsonDisplay implements Progress.Sink {

    private static final long INTERVAL_NANOS = 1_000_000_000L;

    private record Step(
            String event,
            String stage,
            long step,
            long steps,
            double rate,
            String rateUnit,
            @Nullable Double secondsLeft,
            Map<String, ? extends Number> metrics) {

        static Step of(Progress.Update update) {
            return new Step(
                    "step",
                    update.stage(),
                    update.step(),
                    update.steps(),
                    update.rate(),
                    update.rateUnit(),
                    update.secondsLeft(),
                    update.metrics());
        }
    }

    private final PrintWriter out;
    private long shown = System.nanoTime() - INTERVAL_NANOS;
    private String stage = "";
    private Progress.@Nullable Update pending;

    JsonDisplay(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void update(Progress.Update update) {
        boolean newStage = !update.stage().equals(stage);
        if (newStage) {
            finish();
            stage = update.stage();
        }
        pending = update;
        if (newStage || System.nanoTime() - shown >= INTERVAL_NANOS) {
            finish();
        }
    }

    @Override
    public void say(String line) {
        finish();
        print(message("message", "text", line));
    }

    @Override
    public void finish() {
        if (pending != null) {
            print(Step.of(pending));
            pending = null;
            shown = System.nanoTime();
        }
    }

    static void error(PrintWriter out, Explanation explanation) {
        Map<String, Object> line = message("error", "message", explanation.message());
        line.put("exit_code", explanation.exitCode());
        new JsonDisplay(out).print(line);
    }

    private static Map<String, Object> message(String event, String name, String text) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("event", event);
        line.put(name, text);
        return line;
    }

    private void print(Object line) {
        out.println(JsonFile.MAPPER.writeValueAsString(line));
        out.flush();
    }
}
