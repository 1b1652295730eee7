package org.rlhfworkbench.lm.architecture;

import java.util.Arrays;

/**
 * Where a family's files keep a tensor, or some rows of one.
 *
 * @param stored its name in the file
 * @param name its name in {@link Tensors}
 * @param shape its shape in the file
 * @param firstRow the first row of {@code name} that it fills
 * @param rows how many rows it fills, counted before any transposition
 * @param arrangement how the file orders its numbers
 */
public record StoredTensor(
        String stored, String name, long[] shape, long firstRow, long rows, Arrangement arrangement) {

    /** How a file orders the numbers of a projection. */
    public enum Arrangement {
        /** (out, in), rows in our order. */
        PLAIN,
        /** (in, out), as GPT-2's files have it. */
        TRANSPOSED,
        /** (out, in), rows grouped by head: a head's query, key and value, then the next head's, as in GPT-NeoX. */
        BY_HEAD
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StoredTensor that
                && stored.equals(that.stored)
                && name.equals(that.name)
                && Arrays.equals(shape, that.shape)
                && firstRow == that.firstRow
                && rows == that.rows
                && arrangement == that.arrangement;
    }

    @Override
    public int hashCode() {
        return stored.hashCode();
    }
}
