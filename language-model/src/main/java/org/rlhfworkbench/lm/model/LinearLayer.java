package org.rlhfworkbench.lm.model;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rlhfworkbench.lm.architecture.Family;
import org.rlhfworkbench.lm.architecture.ModelConfig;
import org.rlhfworkbench.lm.architecture.StoredTensor;
import org.rlhfworkbench.lm.architecture.StoredTensor.Arrangement;
import org.rlhfworkbench.lm.architecture.Tensors;

/**
 * A linear layer under its family's name, and which rows of which of our matrices it is.
 *
 * @param module its name, such as {@code model.layers.0.self_attn.q_proj}
 * @param name the matrix in {@link Tensors}
 * @param place the product in {@code decoder.py} that reads the matrix: four a block, then the output
 * @param firstRow the first of its rows there
 * @param rows how many rows it has
 * @param inputs how many columns
 * @param arrangement how the family's files order its numbers
 */
record LinearLayer(
        String module, String name, int place, long firstRow, long rows, long inputs, Arrangement arrangement) {

    private static final String WEIGHT = ".weight";

    /** All linear layers of a model, in the order of their places. */
    static List<LinearLayer> of(ModelConfig config) {
        Map<String, Integer> places = places(config);
        return Family.of(config.architecture(), config.architecture()).tensors(config).stream()
                .filter(tensor -> places.containsKey(tensor.name()))
                .map(tensor -> of(tensor, places.getOrDefault(tensor.name(), 0)))
                .sorted(Comparator.comparingInt(LinearLayer::place))
                .toList();
    }

    private static LinearLayer of(StoredTensor tensor, int place) {
        boolean transposed = tensor.arrangement() == Arrangement.TRANSPOSED;
        String module = tensor.stored().substring(0, tensor.stored().length() - WEIGHT.length());
        return new LinearLayer(
                module,
                tensor.name(),
                place,
                tensor.firstRow(),
                tensor.rows(),
                tensor.shape()[transposed ? 0 : 1],
                tensor.arrangement());
    }

    private static Map<String, Integer> places(ModelConfig config) {
        List<String> products = List.of(Tensors.QUERY_KEY_VALUE, Tensors.ATTENTION_OUTPUT, Tensors.UP, Tensors.DOWN);
        Map<String, Integer> places = new HashMap<>();
        for (int layer = 0; layer < config.layers(); layer++) {
            for (int i = 0; i < products.size(); i++) {
                places.put(Tensors.inBlock(layer, products.get(i)) + WEIGHT, products.size() * layer + i);
            }
        }
        places.put(Tensors.OUTPUT, products.size() * config.layers());
        return places;
    }

    boolean isOutput() {
        return name.equals(Tensors.OUTPUT);
    }

    /** Whether the family orders the rows by head: a head's query, key and value, then the next head's. */
    boolean byHead() {
        return arrangement == Arrangement.BY_HEAD;
    }

    /** The last part of its name. */
    String shortName() {
        return module.substring(module.lastIndexOf('.') + 1);
    }
}
