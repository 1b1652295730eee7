package org.rlhfworkbench.lm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Sequences of unlike length side by side.
 *
 * @param tokens (B, T) int64
 * @param mask (B, T) float32, 1 at real tokens and 0 at padding
 * @param padding where the padded positions are
 */
public record TokenBatch(NDArray tokens, NDArray mask, Padding padding) {

    /** NONE when every row is full, which spares the attention its bias. */
    public enum Padding {
        NONE,
        LEFT,
        RIGHT
    }

    /** Rows end together: for sampling, where the next token follows each row's last column. */
    public static TokenBatch leftPadded(NDManager manager, List<int[]> rows, int padToken) {
        return padded(manager, rows, padToken, Padding.LEFT);
    }

    /** Rows begin together: for training and scoring. */
    public static TokenBatch rightPadded(NDManager manager, List<int[]> rows, int padToken) {
        return padded(manager, rows, padToken, Padding.RIGHT);
    }

    private static TokenBatch padded(NDManager manager, List<int[]> rows, int padToken, Padding side) {
        int length = rows.stream().mapToInt(row -> row.length).max().orElse(0);
        if (length == 0) {
            throw new IllegalArgumentException("A batch needs at least one token");
        }
        long[] tokens = new long[rows.size() * length];
        float[] mask = new float[tokens.length];
        Arrays.fill(tokens, Math.max(padToken, 0));
        boolean full = true;
        for (int b = 0; b < rows.size(); b++) {
            int[] row = rows.get(b);
            int start = b * length + (side == Padding.LEFT ? length - row.length : 0);
            for (int t = 0; t < row.length; t++) {
                tokens[start + t] = row[t];
                mask[start + t] = 1;
            }
            full &= row.length == length;
        }
        Shape shape = new Shape(rows.size(), length);
        return new TokenBatch(manager.create(tokens, shape), manager.create(mask, shape), full ? Padding.NONE : side);
    }

    public int rows() {
        return (int) tokens.getShape().get(0);
    }

    public int length() {
        return (int) tokens.getShape().get(1);
    }
}
