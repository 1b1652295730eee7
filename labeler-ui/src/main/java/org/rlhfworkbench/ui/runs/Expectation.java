package org.rlhfworkbench.ui.runs;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.rlhfworkbench.feedback.runs.Run;
import org.rlhfworkbench.feedback.runs.RunInput;
import org.rlhfworkbench.feedback.runs.RunKind;
import org.rlhfworkbench.feedback.runs.RunState;
import org.rlhfworkbench.feedback.runs.Runs;
import org.rlhfworkbench.ui.shell.Words;
import org.springframework.stereotype.Component;

/** How long a run is likely to take: as long as the last one of its kind in the same project, by the amount of work. */
@Component
class Expectation {
    private final Runs runs;

    Expectation(Runs runs) {
        this.runs = runs;
    }

    /** @param run the one whose pace it goes by */
    record Time(double seconds, Run run) {}

    /**
     * Empty while no run of this kind has finished in the project without a break.
     *
     * @param examples demonstrations, rankings or prompts
     * @param settings those that differ from the default
     */
    Optional<Time> of(long projectId, RunKind kind, long examples, Map<String, String> settings) {
        return runs.of(projectId).stream()
                .filter(run -> run.kind() == kind && run.state() == RunState.FINISHED && !run.resuming())
                .filter(run -> run.startedAt() != null && run.endedAt() != null && work(run) > 0)
                .findFirst()
                .map(run -> new Time(work(kind, examples, settings) / work(run) * seconds(run), run));
    }

    private static double seconds(Run run) {
        return run.startedAt() == null || run.endedAt() == null
                ? 0
                : Duration.between(run.startedAt(), run.endedAt()).toMillis() / 1000.0;
    }

    private static double work(Run run) {
        long examples = run.inputs().stream()
                .filter(RunInput.OfFile.class::isInstance)
                .mapToLong(input -> ((RunInput.OfFile) input).lines())
                .sum();
        return work(run.kind(), examples, run.parameters());
    }

    /** Responses to sample for PPO, else examples to go through. */
    private static double work(RunKind kind, long examples, Map<String, String> settings) {
        return kind == RunKind.PPO ? setting(kind, "episodes", settings) : examples * setting(kind, "epochs", settings);
    }

    private static double setting(RunKind kind, String name, Map<String, String> settings) {
        String given = settings.get(name);
        return Double.parseDouble(given == null ? Words.say("start.default-" + kind.command() + "-" + name) : given);
    }
}
