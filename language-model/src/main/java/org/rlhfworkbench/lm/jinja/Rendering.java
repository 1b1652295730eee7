package org.rlhfworkbench.lm.jinja;

import java.time.ZonedDateTime;

/**
 * One rendering under way: the time it shows and how much work it may still do. A unit is a step or a character made, so
 * that neither an endless loop nor a text that doubles itself can hold up or fill the process.
 */
final class Rendering {

    private static final long UNITS = 32_000_000;
    private static final int DEEPEST = 400;

    private final ZonedDateTime now;
    private long left = UNITS;
    private int depth;

    Rendering(ZonedDateTime now) {
        this.now = now;
    }

    ZonedDateTime now() {
        return now;
    }

    void spend(long units) {
        left -= units;
        if (left < 0) {
            throw new TemplateException("it takes more than " + UNITS + " steps or characters");
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
