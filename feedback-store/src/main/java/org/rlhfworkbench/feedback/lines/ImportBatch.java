package org.rlhfworkbench.feedback.lines;

import jakarta.persistence.EntityManager;

/** Lets go of imported entities now and then, so that a long import costs a line's time for each line. */
public final class ImportBatch {

    private static final int SIZE = 50;

    private final EntityManager entities;
    private int added;

    public ImportBatch(EntityManager entities) {
        this.entities = entities;
    }

    /** Call after each entity that was saved; entities from before are detached from then on. */
    public void added() {
        if (++added % SIZE == 0) {
            entities.flush();
            entities.clear();
        }
    }

    public int size() {
        return added;
    }
}
