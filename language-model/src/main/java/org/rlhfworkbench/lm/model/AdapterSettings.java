package org.rlhfworkbench.lm.model;

import java.util.List;

/**
 * What a fresh adapter is made of (Hu et al. 2021).
 *
 * @param rank r, the width of its low-rank pairs
 * @param alpha their change is scaled by alpha / r
 * @param targets the layers that it adapts, by the last parts of their names, such as {@code q_proj}; none for all linear
 *     layers but the output
 */
public record AdapterSettings(int rank, double alpha, List<String> targets) {

    public AdapterSettings {
        targets = List.copyOf(targets);
        if (rank < 1 || !(alpha > 0)) {
            throw new IllegalArgumentException(
                    "an adapter has a rank of 1 or more and an alpha above 0, not " + rank + " and " + alpha);
        }
    }
}
