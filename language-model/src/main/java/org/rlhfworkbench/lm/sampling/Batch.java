package org.rlhfworkbench.lm.sampling;

import java.util.List;

/** Sequences that are written together, a token of each at a time. Sequences come and go between the steps. */
public interface Batch extends AutoCloseable {

    /** How many more sequences can be admitted. */
    int room();

    boolean isEmpty();

    /** Reads the prompts of some sequences and draws the first token of each. */
    void admit(List<Sequence> sequences);

    /** Draws the next token of each sequence. What has come to its end makes room. */
    void step();

    /** Drops all sequences. */
    void clear();

    @Override
    void close();
}
