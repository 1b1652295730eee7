package org.rlhfworkbench.ui.launching;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a process says about itself in {@code state.json}.
 *
 * @param state {@code running}, {@code finished}, {@code stopped} or {@code failed}
 * @param pid the process that wrote it
 * @param stage what it is doing, in a word or two
 * @param step the last step done
 * @param steps how many there will be; 0 while unknown
 * @param rate units a second
 * @param rateUnit such as {@code episodes/s}
 * @param secondsLeft null while unknown
 * @param message when failed: what happened, its likely cause, the way out
 * @param port where a model server listens
 */
public record RunStatus(
        String state,
        long pid,
        @Nullable String stage,
        long step,
        long steps,
        double rate,
        @Nullable String rateUnit,
        @Nullable Double secondsLeft,
        @Nullable String message,
        @Nullable Integer port,
        @Nullable Instant updatedAt) {

    /** Whether these are words of a process that began then, and not of one before it. */
    boolean writtenSince(long epochMillis) {
        return updatedAt != null && updatedAt.toEpochMilli() >= epochMillis;
    }

    /** Between 0 and 1; empty of meaning while the number of steps is unknown. */
    public double share() {
        return steps == 0 ? 0 : Math.min(1, (double) step / steps);
    }
}
