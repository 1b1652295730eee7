package org.rlhfworkbench.lm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A model's weights by their Hugging Face names, float32, in a manager of their own that closes with them.
 */
public final class Weights implements AutoCloseable {

    private final NDManager manager;
    private final Map<String, NDArray> arrays = new LinkedHashMap<>();

    public Weights(NDManager manager) {
        this.manager = manager;
    }

    public NDManager manager() {
        return manager;
    }

    /**
     * The array of that name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public NDArray get(String name) {
        NDArray array = arrays.get(name);
        if (array == null) {
            throw new IllegalArgumentException("The model has no weight '" + name + "'");
        }
        return array;
    }

    public boolean contains(String name) {
        return arrays.containsKey(name);
    }

    /** Takes the array over: it closes with these weights. */
    public void put(String name, NDArray array) {
        array.attach(manager);
        NDArray before = arrays.put(name, array);
        if (before != null) {
            before.close();
        }
    }

    public Set<String> names() {
        return Collections.unmodifiableSet(arrays.keySet());
    }

    public Map<String, NDArray> asMap() {
        return Collections.unmodifiableMap(arrays);
    }

    public void requireGradients() {
        arrays.values().forEach(array -> array.setRequiresGradient(true));
    }

    public long parameterCount() {
        return arrays.values().stream()
                .mapToLong(array -> array.getShape().size())
                .sum();
    }

    /** The same values in arrays of their own, without gradients. */
    public Weights copy(NDManager target) {
        Weights copy = new Weights(target);
        arrays.forEach((name, array) -> {
            NDArray values = array.stopGradient();
            copy.put(name, values.duplicate());
            values.close();
        });
        return copy;
    }

    @Override
    public void close() {
        manager.close();
    }
}
