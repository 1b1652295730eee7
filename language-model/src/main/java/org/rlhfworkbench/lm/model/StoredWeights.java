package org.rlhfworkbench.lm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.architecture.Family;
import org.rlhfworkbench.lm.architecture.ModelConfig;
import org.rlhfworkbench.lm.architecture.StoredTensor;
import org.rlhfworkbench.lm.architecture.Tensors;
import org.rlhfworkbench.lm.checkpoint.BadCheckpoint;

/** A model's tensors under its family's names and in its family's order, turned into ours, and back. */
final class StoredWeights {

    private final ModelConfig config;
    private final Family family;
    private final String place;
    private final Weights weights;
    private final Map<String, StoredTensor> expected = new LinkedHashMap<>();
    private final Map<StoredTensor, NDArray> parts = new LinkedHashMap<>();
    private final Set<String> wanted = new LinkedHashSet<>();

    private StoredWeights(ModelConfig config, String place, NDManager manager) {
        this.config = config;
        this.family = Family.of(config.architecture(), place);
        this.place = place;
        this.weights = new Weights(manager);
        family.tensors(config).forEach(tensor -> expected.put(tensor.stored(), tensor));
    }

    /**
     * What is about to be read, compared with what the model needs, before anything is allocated.
     *
     * @param place the model's folder or file, for what is said when something is wrong
     * @param said what states the configuration there
     * @param shapes of all tensors there, by the family's names
     * @param manager owns the weights
     * @throws BadCheckpoint naming a missing tensor, or one with both shapes
     */
    static StoredWeights found(
            ModelConfig config, String place, String said, Map<String, long[]> shapes, NDManager manager) {
        if (config.layers() > shapes.size()) {
            throw new BadCheckpoint(
                    place,
                    said + " says " + config.layers() + " layers, more than the " + shapes.size() + " tensors there",
                    "Fetch the model again");
        }
        StoredWeights stored = new StoredWeights(config, place, manager);
        Set<StoredTensor> missing = new LinkedHashSet<>(stored.expected.values());
        shapes.forEach((name, shape) -> {
            StoredTensor tensor = stored.expected(name);
            if (tensor != null) {
                stored.requireShape(name, shape, tensor, said);
                missing.remove(tensor);
            }
            if (tensor != null || !config.generatesText()) {
                stored.wanted.add(name);
            }
        });
        if (!missing.isEmpty()) {
            throw new BadCheckpoint(
                    place,
                    "the tensor '" + missing.iterator().next().stored() + "' is missing",
                    "Fetch the model again");
        }
        return stored;
    }

    private @Nullable StoredTensor expected(String name) {
        return expected.getOrDefault(name, expected.get(family.bodyPrefix() + name));
    }

    private void requireShape(String name, long[] found, StoredTensor tensor, String said) {
        if (!Arrays.equals(found, tensor.shape())) {
            throw new BadCheckpoint(
                    place,
                    "the tensor '" + name + "' is " + Arrays.toString(found) + ", " + said + " says "
                            + Arrays.toString(tensor.shape()),
                    "Configuration and weights belong to different models");
        }
    }

    /**
     * The names of the tensors to read. Of a model that generates text those that it does not use are left aside; the
     * head of another one is kept.
     */
    Set<String> wanted() {
        return Collections.unmodifiableSet(wanted);
    }

    /** Takes one of the tensors that are wanted. */
    void accept(String name, NDArray array) {
        StoredTensor tensor = expected(name);
        if (tensor == null) {
            weights.put(name, array);
        } else {
            parts.put(tensor, array);
        }
    }

    /** The weights, once every tensor has been taken. */
    Weights finish() {
        Map<String, NDList> rows = new LinkedHashMap<>();
        for (StoredTensor tensor : expected.values()) {
            NDArray part = Objects.requireNonNull(parts.get(tensor));
            rows.computeIfAbsent(tensor.name(), name -> new NDList()).add(ours(tensor, part));
        }
        Map<String, NDArray> heads = new LinkedHashMap<>(weights.asMap());
        Weights whole = new Weights(weights.manager());
        for (String name : Tensors.shapes(config).keySet()) {
            NDList parts = Objects.requireNonNull(rows.get(name));
            whole.put(name, parts.size() == 1 ? parts.singletonOrThrow() : joined(parts));
        }
        heads.forEach(whole::put);
        return whole;
    }

    private static NDArray joined(NDList parts) {
        NDArray whole = NDArrays.concat(parts, 0);
        parts.forEach(NDArray::close);
        return whole;
    }

    private NDArray ours(StoredTensor tensor, NDArray array) {
        return switch (tensor.arrangement()) {
            case PLAIN -> array;
            case TRANSPOSED -> replaced(array, array.transpose());
            case BY_HEAD -> replaced(array, swapped(array, config.heads(), 3));
        };
    }

    /** A row-major copy of a view, in its array's place. */
    private static NDArray replaced(NDArray array, NDArray view) {
        NDArray copy = rowMajor(view);
        array.close();
        return copy;
    }

    private static NDArray rowMajor(NDArray view) {
        NDArray copy = NDArrays.concat(new NDList(view), 0);
        view.close();
        return copy;
    }

    /** Rows of (outer, inner, hs) in the order (inner, outer, hs). */
    private NDArray swapped(NDArray array, long outer, long inner) {
        Shape shape = array.getShape();
        return array.reshape(outer, inner, config.headSize(), -1)
                .transpose(1, 0, 2, 3)
                .reshape(shape);
    }

    /**
     * The weights under the family's names, for its files.
     *
     * @param scope owns what had to be rearranged
     * @param weights by our names; a head of another name follows as it is
     */
    static Map<String, NDArray> stored(
            ModelConfig config, String place, NDManager scope, Map<String, NDArray> weights) {
        StoredWeights layout = new StoredWeights(config, place, scope);
        Map<String, NDArray> stored = new LinkedHashMap<>();
        layout.expected
                .values()
                .forEach(tensor -> stored.put(
                        tensor.stored(),
                        layout.theirs(tensor, Objects.requireNonNull(weights.get(tensor.name())), scope)));
        List<String> own = List.copyOf(Tensors.shapes(config).keySet());
        weights.forEach((name, array) -> {
            if (!own.contains(name)) {
                stored.put(name, array);
            }
        });
        return stored;
    }

    private NDArray theirs(StoredTensor tensor, NDArray array, NDManager scope) {
        boolean all = tensor.rows() == array.getShape().get(0);
        if (all && tensor.arrangement() == StoredTensor.Arrangement.PLAIN) {
            return array;
        }
        NDArray values = array.stopGradient();
        values.attach(scope);
        NDArray theirs = switch (tensor.arrangement()) {
            case PLAIN -> values.get(tensor.firstRow() + ":" + (tensor.firstRow() + tensor.rows()));
            case TRANSPOSED -> rowMajor(values.transpose());
            case BY_HEAD -> rowMajor(swapped(values, 3, config.heads()));
        };
        theirs.attach(scope);
        return theirs;
    }
}
