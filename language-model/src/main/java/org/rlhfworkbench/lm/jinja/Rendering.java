package org.rlhfworkbench.lm.jinja;

import java.time.ZonedDateTime;

/**
 * One rendering under way: the time it shows and how much work it may still do. A unit is a step or a character made, so
 * that neither an endless loop nor a text that doubles itself can hold up or fill the process.
 */
final class Rendering {

    /** Allowed at all, and for each character and value that there is to render. */
    private static final long UNITS = 2_000_000;

    private static final long UNITS_A_CHARACTER = 64;
    private static final int DEEPEST = 400;

    private final ZonedDateTime now;
    private final long units;
    private long left;
    private int depth;

    /** @param size of what is rendered, in characters and values */
    Rendering(ZonedDateTime now, long size) {
        this.now = now;
        this.units = UNITS + UNITS_A_CHARACTER * size;
        this.left = units;
    }

    ZonedDateTime now() {
        return now;
    }

    void spend(long units) {
        left -= units;
        if (left < 0) {
            throw new TemplateException("it takes more than " + units + " steps or characters");
        }
    }

    Text spend(Text made) {
        spend(made.length());
        return made;
    }

    void enter() {
        if (++depth > DEEPEST) {
            throw new TemplateException("it nests deeper than " + DEEPEST + " levels");
        }
        spend(1);
    }

    void leave() {
        depth--;
    }
}
