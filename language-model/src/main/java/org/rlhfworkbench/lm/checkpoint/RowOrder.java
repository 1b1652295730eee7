package org.rlhfworkbench.lm.checkpoint;

/** In which order a tensor's rows are wanted. */
@FunctionalInterface
public interface RowOrder {

    /** As they lie in the file. */
    RowOrder AS_STORED = row -> row;

    /** The stored row that becomes the given one. */
    long storedRow(long row);
}
