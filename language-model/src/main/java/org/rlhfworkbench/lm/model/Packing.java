package org.rlhfworkbench.lm.model;

/**
 * How copies of the weights are laid out for decoding. With a few rows a matrix product waits for memory: what counts is
 * how many bytes a weight takes, and that they lie in the order in which they are read. The order is that of
 * {@code decoder.py}.
 */
public enum Packing {
    /** No copies. */
    NONE,
    /** float32 in oneDNN's own order: the same numbers, 1.4 to 3 times as fast as unpacked on few rows. */
    FLOAT32,
    /** bfloat16 in oneDNN's own order, for processors that multiply bfloat16. */
    BFLOAT16,
    /** float16 widened to float32 in registers, for processors that do not: weights rounded to 11 bits, sums exact. */
    FLOAT16,
    /** bfloat16 as it is, for GPUs. */
    PLAIN_BFLOAT16
}
