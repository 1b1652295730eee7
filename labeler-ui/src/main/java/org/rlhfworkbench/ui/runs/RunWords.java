package org.rlhfworkbench.ui.runs;

import static org.rlhfworkbench.ui.shell.Words.say;

import com.vaadin.flow.component.html.Span;
import java.util.Locale;
import java.util.Optional;
import org.rlhfworkbench.feedback.models.Model;
import org.rlhfworkbench.feedback.models.Models;
import org.rlhfworkbench.feedback.runs.Run;
import org.rlhfworkbench.feedback.runs.RunInput;
import org.rlhfworkbench.feedback.runs.RunState;
import org.rlhfworkbench.feedback.runs.Runs;
import org.rlhfworkbench.ui.launching.RunStatus;
import org.rlhfworkbench.ui.shell.Amounts;
import org.springframework.stereotype.Component;

/** How runs are spoken of. */
@Component
class RunWords {
    private final Runs runs;
    private final Models models;

    RunWords(Runs runs, Models models) {
        this.runs = runs;
        this.models = models;
    }

    /** {@code PPO on “policy 3”, against “reward 3”}. */
    String title(Run run) {
        Object[] names = run.inputs().stream()
                .filter(RunInput.OfModel.class::isInstance)
                .map(input -> models.find(((RunInput.OfModel) input).modelId())
                        .map(Model::name)
                        .orElse("?"))
                .toArray();
        return say("run.title-" + run.kind().command(), names);
    }

    /** Where the run stands, in a few words. */
    Span state(Run run, Optional<RunStatus> status) {
        Span words = new Span(stateText(run, status));
        words.addClassName(
                switch (run.state()) {
                    case RUNNING -> "state";
                    case FAILED -> "bad";
                    case QUEUED, STOPPED, FINISHED -> "dim";
                });
        return words;
    }

    private String stateText(Run run, Optional<RunStatus> status) {
        return switch (run.state()) {
            case QUEUED -> say("run.queued", place(run));
            case RUNNING -> running(status.filter(said -> said.state().equals("running")));
            case FINISHED ->
                run.endedAt() == null ? say("run.finished") : say("run.finished-ago", Amounts.ago(run.endedAt()));
            case STOPPED -> say("run.stopped");
            case FAILED -> say("run.failed");
        };
    }

    private static String running(Optional<RunStatus> status) {
        if (status.isEmpty() || status.get().steps() == 0) {
            return say("run.starting");
        }
        RunStatus said = status.get();
        return said.secondsLeft() == null
                ? say("run.running", said.step(), said.steps())
                : say("run.running-left", Amounts.duration(said.secondsLeft()));
    }

    private int place(Run run) {
        int ahead = runs.running().size();
        for (Run other : runs.queued()) {
            if (other.id() == run.id()) {
                break;
            }
            ahead++;
        }
        return ahead;
    }

    /** {@code 14.2 episodes/s}; empty while unknown. */
    static String rate(Run run, Optional<RunStatus> status) {
        return run.state() == RunState.RUNNING
                        && status.isPresent()
                        && status.get().rate() > 0
                ? Amounts.number(status.get().rate(), "#,##0.#") + " " + rateUnit(status.get())
                : "";
    }

    private static String rateUnit(RunStatus status) {
        String unit = status.rateUnit() == null ? "" : status.rateUnit();
        return unit.toLowerCase(Locale.ROOT);
    }
}
