package org.rlhfworkbench.lm.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.rlhfworkbench.lm.architecture.StoredTensor.Arrangement;

/** Collects where a family's files keep the tensors that a model has; those it has not are passed over. */
final class StoredTensors {

    private final Map<String, long[]> shapes;
    private final List<StoredTensor> list = new ArrayList<>();

    StoredTensors(ModelConfig config) {
        this.shapes = Tensors.shapes(config);
    }

    /** One tensor. */
    void whole(String stored, String name) {
        long[] shape = shapes.get(name);
        if (shape != null) {
            list.add(new StoredTensor(stored, name, shape, 0, shape[0], Arrangement.PLAIN));
        }
    }

    /** Weight and bias of a norm or a projection. */
    void layer(String stored, String name) {
        whole(stored + ".weight", name + ".weight");
        whole(stored + ".bias", name + ".bias");
    }

    /** Weight and bias of a projection whose weight the file has the other way round or grouped by head. */
    void layer(String stored, String name, Arrangement arrangement) {
        long[] shape = Objects.requireNonNull(shapes.get(name + ".weight"));
        long[] kept = arrangement == Arrangement.TRANSPOSED ? new long[] {shape[1], shape[0]} : shape;
        list.add(new StoredTensor(stored + ".weight", name + ".weight", kept, 0, shape[0], arrangement));
        long[] bias = shapes.get(name + ".bias");
        if (bias != null) {
            Arrangement ofBias = arrangement == Arrangement.TRANSPOSED ? Arrangement.PLAIN : arrangement;
            list.add(new StoredTensor(stored + ".bias", name + ".bias", bias, 0, bias[0], ofBias));
        }
    }

    /** Weight and bias of a projection that is only some rows of ours. */
    void rows(String stored, String name, long firstRow, long rows) {
        for (String part : List.of(".weight", ".bias")) {
            long[] shape = shapes.get(name + part);
            if (shape != null) {
                long[] kept = shape.clone();
                kept[0] = rows;
                list.add(new StoredTensor(stored + part, name + part, kept, firstRow, rows, Arrangement.PLAIN));
            }
        }
    }

    List<StoredTensor> list() {
        return List.copyOf(list);
    }
}
