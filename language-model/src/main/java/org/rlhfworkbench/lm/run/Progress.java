package org.rlhfworkbench.lm.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How far some work has come, how fast it goes and how long it will take. The rate is that of the last half minute or
 * so, so that a slow start does not spoil the estimate.
 *
 * <p>Not safe for several threads.
 */
public final class Progress {

    /** Is told of every step. */
    public interface Sink {
        void update(Update update);

        /** A line for people, such as where the model was saved. */
        default void say(String line) {}

        /** Nothing more comes, for now. */
        default void finish() {}
    }

    /**
     * The state after a step.
     *
     * @param steps how many there will be; 0 if unknown
     * @param rate units a second; 0 while unknown
     * @param secondsLeft null while unknown
     * @param metrics what the step measured, in the order to show
     */
    public record Update(
            String stage,
            long step,
            long steps,
            double rate,
            String rateUnit,
            @Nullable Double secondsLeft,
            Map<String, ? extends Number> metrics) {}

    private record Mark(long nanos, long step, double units) {}

    private static final int MARKS = 64;
    private static final long WINDOW_NANOS = 30_000_000_000L;

    private final List<Sink> sinks;
    private final LongSupplier nanoTime;
    private final Deque<Mark> marks = new ArrayDeque<>();
    private String stage = "starting";
    private String rateUnit = "";
    private long steps;

    public Progress(List<Sink> sinks) {
        this(sinks, System::nanoTime);
    }

    Progress(List<Sink> sinks, LongSupplier nanoTime) {
        this.sinks = new ArrayList<>(sinks);
        this.nanoTime = nanoTime;
    }

    public void tell(Sink sink) {
        sinks.add(sink);
    }

    /**
     * Begins a stage.
     *
     * @param done steps that an earlier process did already
     * @param total how many steps there will be; 0 if unknown
     * @param unit of the rate, such as {@code tokens/s}
     */
    public void begin(String newStage, long done, long total, String unit) {
        stage = newStage;
        steps = total;
        rateUnit = unit;
        marks.clear();
        marks.add(new Mark(nanoTime.getAsLong(), done, 0));
        tell(new Update(stage, done, steps, 0, rateUnit, null, Map.of()));
    }

    /**
     * A step is done.
     *
     * @param step its number, counted from 1
     * @param units what it worked off, in the unit of the rate
     * @param metrics what it measured, in the order to show
     */
    public void step(long step, double units, Map<String, ? extends Number> metrics) {
        long now = nanoTime.getAsLong();
        double total = units + (marks.isEmpty() ? 0 : marks.getLast().units);
        marks.add(new Mark(now, step, total));
        while (marks.size() > 2 && (marks.size() > MARKS || now - marks.getFirst().nanos > WINDOW_NANOS)) {
            marks.removeFirst();
        }
        Mark first = marks.getFirst();
        double seconds = (now - first.nanos) / 1e9;
        double rate = seconds > 0 ? (total - first.units) / seconds : 0;
        tell(new Update(stage, step, steps, rate, rateUnit, secondsLeft(first, step, seconds), metrics));
    }

    private @Nullable Double secondsLeft(Mark first, long step, double seconds) {
        return steps > 0 && step > first.step ? (steps - step) * seconds / (step - first.step) : null;
    }

    /** Tells people something beside the steps. */
    public void say(String line) {
        sinks.forEach(sink -> sink.say(line));
    }

    /** Has the last step shown. */
    public void finish() {
        sinks.forEach(Sink::finish);
    }

    private void tell(Update update) {
        sinks.forEach(sink -> sink.update(update));
    }
}
