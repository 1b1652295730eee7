package org.rlhfworkbench.lm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** Keys and values of the positions seen so far, (layers, B, nkv, capacity, hs) each. */
public final class KeyValueCache implements AutoCloseable {

    private final NDManager manager;
    private final NDArray keys;
    private final NDArray values;
    private final int capacity;
    private int filled;

    KeyValueCache(NDManager parent, Shape shape) {
        this.manager = parent.newSubManager();
        this.capacity = (int) shape.get(3);
        this.keys = manager.zeros(shape);
        this.values = manager.zeros(shape);
    }

    /** Positions held by every layer once the current pass is over. */
    public int filled() {
        return filled;
    }

    NDArray keys() {
        return keys;
    }

    NDArray values() {
        return values;
    }

    /** Counts the positions of a pass that has gone through every layer. */
    void advance(int positions) {
        filled += positions;
        if (filled > capacity) {
            throw new IllegalStateException("The cache holds " + capacity + " positions, not " + filled);
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
