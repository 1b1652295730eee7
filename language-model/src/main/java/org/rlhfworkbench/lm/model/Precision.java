package org.rlhfworkbench.lm.model;

/** In which precision matrix products read their factors. Weights, sums, norms, softmax and losses are float32. */
public enum Precision {
    FLOAT32,
    /**
     * Factors rounded to bfloat16. A processor that does not multiply bfloat16 multiplies the rounded numbers in float32,
     * to the same result; to decode, it reads weights rounded to float16, which keeps more of them.
     */
    BFLOAT16
}
