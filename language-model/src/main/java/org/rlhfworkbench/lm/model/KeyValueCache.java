package org.rlhfworkbench.lm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;

/**
 * Keys and values of the positions seen so far, (layers, B, nkv, capacity, hs) each. Rows end together: a pass writes
 * the same columns of all of them.
 */
public final class KeyValueCache implements AutoCloseable {

    private final NDManager manager;
    private final NDArray keys;
    private final NDArray values;
    private int filled;

    KeyValueCache(NDManager parent, Shape shape) {
        this.manager = parent.newSubManager();
        this.keys = manager.zeros(shape);
        this.values = manager.zeros(shape);
    }

    private KeyValueCache(KeyValueCache whole, NDIndex part, int filled) {
        this.manager = whole.manager.newSubManager();
        this.keys = whole.keys.get(manager, part);
        this.values = whole.values.get(manager, part);
        this.filled = filled;
    }

    /**
     * A part of this cache, seen as a cache of its own: what passes write to it they write here.
     *
     * @param row its first row
     * @param rows how many it has
     * @param column its first column
     * @param filled how many of its columns hold positions already
     */
    public KeyValueCache part(int row, int rows, int column, int filled) {
        return new KeyValueCache(this, block(row, rows, column, capacity() - column), filled);
    }

    /**
     * Copies what the first rows hold into another cache.
     *
     * @param rows how many
     * @param column their first column here
     * @param columns how many
     * @param targetColumn where the first goes there
     */
    public void copy(int rows, int column, int columns, KeyValueCache target, int targetColumn) {
        NDIndex from = block(0, rows, column, columns);
        NDIndex to = block(0, rows, targetColumn, columns);
        copy(keys, from, target.keys, to);
        copy(values, from, target.values, to);
    }

    /** Puts a copy of one row in the place of another. */
    public void copyRow(int from, int to, int column, int columns) {
        copy(keys, block(from, 1, column, columns), keys, block(to, 1, column, columns));
        copy(values, block(from, 1, column, columns), values, block(to, 1, column, columns));
    }

    private static void copy(NDArray source, NDIndex from, NDArray target, NDIndex to) {
        try (NDArray block = source.get(from)) {
            target.set(to, block);
        }
    }

    private static NDIndex block(int row, int rows, int column, int columns) {
        return new NDIndex()
                .addAllDim()
                .addSliceDim(row, row + rows)
                .addAllDim()
                .addSliceDim(column, column + columns)
                .addAllDim();
    }

    /** Rows that it has place for. */
    public int rows() {
        return (int) keys.getShape().get(1);
    }

    /** Columns that it has place for. */
    public int capacity() {
        return (int) keys.getShape().get(3);
    }

    /** Columns held by every layer once the current pass is over. */
    public int filled() {
        return filled;
    }

    NDArray keys() {
        return keys;
    }

    NDArray values() {
        return values;
    }

    /** Counts the columns of a pass that has gone through every layer. */
    void advance(int columns) {
        filled += columns;
        if (filled > capacity()) {
            throw new IllegalStateException("The cache holds " + capacity() + " positions, not " + filled);
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
