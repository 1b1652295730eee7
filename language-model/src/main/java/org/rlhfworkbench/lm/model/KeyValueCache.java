package org.rlhfworkbench.lm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.rlhfworkbench.lm.kernel.Kernels;

/** Keys and values of the positions seen so far, one pair of arrays (B, nkv, capacity, hs) a layer. */
public final class KeyValueCache implements AutoCloseable {

    private final NDManager manager;
    private final List<NDArray> keys = new ArrayList<>();
    private final List<NDArray> values = new ArrayList<>();
    private final int capacity;
    private final int lastPosition;
    private int filled;

    public KeyValueCache(NDManager parent, ModelConfig config, int rows, int capacity) {
        this.manager = parent.newSubManager();
        this.capacity = capacity;
        this.lastPosition = config.contextLength() - 1;
        Shape shape = new Shape(rows, config.keyValueHeads(), capacity, config.headSize());
        for (int layer = 0; layer < config.layers(); layer++) {
            keys.add(manager.zeros(shape));
            values.add(manager.zeros(shape));
        }
    }

    /** Positions held by every layer once the current pass is over. */
    public int filled() {
        return filled;
    }

    /** The last position that the model knows. */
    int lastPosition() {
        return lastPosition;
    }

    /** Stores a layer's fresh keys (B, nkv, T, hs) and gives all of them so far, (B, nkv, S, hs). */
    NDArray appendKeys(int layer, NDArray fresh) {
        return Kernels.cacheAppend(fresh, keys.get(layer), filled);
    }

    NDArray appendValues(int layer, NDArray fresh) {
        return Kernels.cacheAppend(fresh, values.get(layer), filled);
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
