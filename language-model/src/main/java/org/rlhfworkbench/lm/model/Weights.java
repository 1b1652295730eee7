package org.rlhfworkbench.lm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.rlhfworkbench.lm.checkpoint.BadCheckpoint;
import org.rlhfworkbench.lm.checkpoint.Safetensors;

/**
 * A model's or an adapter's weights by their names, float32, in a manager of their own that closes with them.
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

    /**
     * Overwrites the values with those of a file that holds the same names and shapes.
     *
     * @throws BadCheckpoint when it does not
     */
    public void restore(Path file) {
        try (NDManager scope = manager.newSubManager()) {
            Map<String, NDArray> saved = new LinkedHashMap<>();
            Safetensors.read(file, scope, saved::put);
            arrays.forEach((name, array) -> {
                NDArray values = saved.get(name);
                if (values == null || !values.getShape().equals(array.getShape())) {
                    throw new BadCheckpoint(
                            file.toString(),
                            "does not fit the model at '" + name + "'",
                            "Resume with the run's own model");
                }
                values.copyTo(array);
            });
        } catch (IOException e) {
            throw new BadCheckpoint(
                    file.toString(), "cannot be read (" + e.getMessage() + ")", "Resume from an older checkpoint");
        }
    }

    /** The same values in arrays of their own, without gradients. */
    public Weights copy(NDManager target) {
        return copy(target, Set.of());
    }

    /** As {@link #copy(NDManager)}, without the weights of some names. */
    public Weights copy(NDManager target, Set<String> leftOut) {
        Weights copy = new Weights(target);
        arrays.forEach((name, array) -> {
            if (!leftOut.contains(name)) {
                NDArray values = array.stopGradient();
                copy.put(name, values.duplicate());
                values.close();
            }
        });
        return copy;
    }

    @Override
    public void close() {
        manager.close();
    }
}
