package org.rlhfworkbench.lm.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What {@code state.json} says about a run.
 *
 * <p>A process that was killed cannot say so: {@code running} is only true while the run's lock is held, see
 * {@link RunDirectory#isAlive}.
 *
 * @param kind the command: {@code pretrain}, {@code sft}, {@code reward}, {@code ppo}, {@code sample}, {@code serve}
 * @param pid the process that works, or worked last
 * @param stage what it is doing, in a word or two
 * @param step the last step done; 0 before the first
 * @param steps how many there will be; 0 if unknown
 * @param rate units a second
 * @param rateUnit such as {@code tokens/s}
 * @param secondsLeft until the stage ends; null while unknown
 * @param message when failed: what happened, the likely cause, the way out
 * @param port where it listens; 0 for all but a model server
 * @param startedAt when the run was first started
 * @param updatedAt when this was written
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunState(
        String kind,
        Phase state,
        long pid,
        String stage,
        long step,
        long steps,
        double rate,
        String rateUnit,
        @Nullable Double secondsLeft,
        @Nullable String message,
        @Nullable Integer port,
        Instant startedAt,
        Instant updatedAt) {

    /** Where a run stands. */
    public enum Phase {
        @JsonProperty("running")
        RUNNING,
        @JsonProperty("finished")
        FINISHED,
        @JsonProperty("stopped")
        STOPPED,
        @JsonProperty("failed")
        FAILED
    }

    static RunState starting(String kind, Instant startedAt) {
        long pid = ProcessHandle.current().pid();
        return new RunState(
                kind, Phase.RUNNING, pid, "starting", 0, 0, 0, "", null, null, null, startedAt, Instant.now());
    }

    RunState at(Progress.Update update) {
        return new RunState(
                kind,
                state,
                pid,
                update.stage(),
                update.step(),
                update.steps(),
                update.rate(),
                update.rateUnit(),
                update.secondsLeft(),
                message,
                port,
                startedAt,
                Instant.now());
    }

    RunState listeningOn(int newPort) {
        return new RunState(
                kind,
                state,
                pid,
                "serving",
                step,
                steps,
                rate,
                rateUnit,
                null,
                null,
                newPort,
                startedAt,
                Instant.now());
    }

    RunState ended(Phase phase, @Nullable String why) {
        return new RunState(
                kind, phase, pid, stage, step, steps, rate, rateUnit, null, why, port, startedAt, Instant.now());
    }
}
