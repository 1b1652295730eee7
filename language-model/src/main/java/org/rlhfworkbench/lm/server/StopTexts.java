package org.rlhfworkbench.lm.server;

import java.util.List;

/**
 * Watches text that comes in pieces for texts that end it. What could be the beginning of one is held back until it is
 * clear that it is not.
 */
final class StopTexts {

    private final List<String> stops;
    private String held = "";
    private boolean found;

    StopTexts(List<String> stops) {
        this.stops = List.copyOf(stops);
    }

    /** What can be given out now. */
    String next(String piece) {
        if (found) {
            return "";
        }
        String text = held + piece;
        int end = text.length();
        for (String stop : stops) {
            int at = text.indexOf(stop);
            if (at >= 0 && at <= end) {
                end = at;
                found = true;
            }
        }
        int given = found ? end : text.length() - undecided(text);
        held = found ? "" : text.substring(given);
        return text.substring(0, given);
    }

    /** What was held back, when nothing more comes. */
    String rest() {
        String rest = held;
        held = "";
        return rest;
    }

    boolean found() {
        return found;
    }

    /** How many characters at the end of a text may be the beginning of a stop. */
    private int undecided(String text) {
        int longest = 0;
        for (String stop : stops) {
            for (int length = Math.min(stop.length() - 1, text.length()); length > longest; length--) {
                if (text.endsWith(stop.substring(0, length))) {
                    longest = length;
                }
            }
        }
        return longest;
    }
}
