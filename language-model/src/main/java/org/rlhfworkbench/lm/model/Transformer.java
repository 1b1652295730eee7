package org.rlhfworkbench.lm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.architecture.Block;
import org.rlhfworkbench.lm.architecture.ModelConfig;
import org.rlhfworkbench.lm.architecture.Rotary;
import org.rlhfworkbench.lm.architecture.Tensors;
import org.rlhfworkbench.lm.kernel.Kernels;
import org.rlhfworkbench.lm.kernel.NoGradients;
import org.rlhfworkbench.lm.kernel.ScriptModule;

/**
 * A decoder-only transformer. Training, scoring and sampling all run its one forward pass, which is written in
 * TorchScript in the resource {@code decoder.py}: one call across the border a pass, not one an operator.
 *
 * <p>Dimensions:
 *
 * <ul>
 *   <li>B: batch, T: positions of this pass, S: positions attended to (T plus what the cache holds)
 *   <li>C: width, V: vocabulary
 *   <li>nkv: key and value heads, hs: head size
 * </ul>
 */
public final class Transformer implements AutoCloseable {

    private final ModelConfig config;
    private final Weights weights;
    private final @Nullable Adapter adapter;
    private final Precision precision;
    private final NDManager manager;
    private final ScriptModule decoder;
    private final NDArray none;
    private final Map<Integer, NDArray> counts = new HashMap<>();
    private boolean packed;

    /**
     * @param weights read and not taken over: several transformers may read the same
     * @param adapter what is added to them; null for nothing
     */
    Transformer(ModelConfig config, Weights weights, @Nullable Adapter adapter, Precision precision) {
        this.config = config;
        this.weights = weights;
        this.adapter = adapter;
        this.precision = precision;
        this.manager = weights.manager().newSubManager();
        this.none = manager.create(new float[0]);
        this.decoder = ScriptModule.load(manager, Transformer.class, "decoder.py", "Decoder", attributes());
        bind();
        if (adapter != null && !adapter.pairs().isEmpty()) {
            adapt(adapter.pairs());
        }
    }

    private static Map<String, Object> attributes() {
        Map<String, Object> attributes = new HashMap<>(Map.of("epsilon", 0.0));
        List.of("training", "layer_norm", "query_key_norm", "gated", "parallel", "multiplies_half", "adapted")
                .forEach(name -> attributes.put(name, false));
        List.of("layers", "heads", "key_value_heads", "head_size", "context").forEach(name -> attributes.put(name, 0));
        List.of("window", "full_layers", "activation", "rotary", "half", "packing")
                .forEach(name -> attributes.put(name, 0));
        List.of("weights", "tables", "packed", "halves", "downs", "ups", "scales", "rows", "starts")
                .forEach(name -> attributes.put(name, List.of()));
        return attributes;
    }

    /** Hands the weights over in the order of {@code decoder.py}: five of the whole, then fourteen a block. */
    private void bind() {
        List<NDArray> slots = new ArrayList<>(List.of(
                weights.get(Tensors.EMBEDDING),
                slot(Tensors.POSITIONS),
                slot(Tensors.FINAL_NORM + ".weight"),
                slot(Tensors.FINAL_NORM + ".bias"),
                slot(config.tiedEmbeddings() ? Tensors.EMBEDDING : Tensors.OUTPUT)));
        for (int layer = 0; layer < config.layers(); layer++) {
            both(slots, Tensors.inBlock(layer, Tensors.ATTENTION_NORM));
            both(slots, Tensors.inBlock(layer, Tensors.QUERY_KEY_VALUE));
            slots.add(slot(Tensors.inBlock(layer, Tensors.QUERY_NORM)));
            slots.add(slot(Tensors.inBlock(layer, Tensors.KEY_NORM)));
            both(slots, Tensors.inBlock(layer, Tensors.ATTENTION_OUTPUT));
            both(slots, Tensors.inBlock(layer, Tensors.FEED_FORWARD_NORM));
            both(slots, Tensors.inBlock(layer, Tensors.UP));
            both(slots, Tensors.inBlock(layer, Tensors.DOWN));
        }
        try (NDManager scope = manager.newSubManager()) {
            Block block = config.block();
            Rotary rotary = block.rotary();
            NDArray table = manager.create(rotary == null ? new float[0] : rotary.frequencies());
            NDArray settings = scope.create(new double[] {
                config.layers(),
                config.heads(),
                config.keyValueHeads(),
                config.headSize(),
                config.contextLength(),
                block.window(),
                block.fullLayers(),
                block.activation().ordinal(),
                rotary == null ? 0 : rotary.dimensions(),
                block.norm() == Block.Norm.LAYER ? 1 : 0,
                block.queryKeyNorm() ? 1 : 0,
                block.gated() ? 1 : 0,
                block.parallel() ? 1 : 0,
                block.normEpsilon(),
                precision == Precision.BFLOAT16 ? 1 : 0
            });
            NDList arguments = new NDList();
            slots.forEach(array -> arguments.add(named(array, "weights[]")));
            arguments.add(named(table, "tables[]"));
            arguments.add(settings);
            NDList result = decoder.run("bind", arguments);
            result.attach(scope);
            slots.forEach(array -> array.setName(null));
            table.setName(null);
        }
    }

    /** Hands over an adapter's pairs in the order of their places. */
    private void adapt(List<Adapter.Pair> pairs) {
        float[] places = new float[3 * pairs.size()];
        for (int i = 0; i < pairs.size(); i++) {
            Adapter.Pair pair = pairs.get(i);
            places[3 * i] = pair.layer().place();
            places[3 * i + 1] = pair.layer().firstRow();
            places[3 * i + 2] = (float) pair.scale();
        }
        try (NDManager scope = manager.newSubManager()) {
            NDList arguments = new NDList();
            pairs.forEach(pair -> arguments.add(named(pair.down(), "downs[]")));
            pairs.forEach(pair -> arguments.add(named(pair.up(), "ups[]")));
            arguments.add(scope.create(places, new Shape(pairs.size(), 3)));
            decoder.run("adapt", arguments).attach(scope);
            pairs.forEach(pair -> {
                pair.down().setName(null);
                pair.up().setName(null);
            });
        }
    }

    private static NDArray named(NDArray array, String name) {
        array.setName(name);
        return array;
    }

    private void both(List<NDArray> slots, String name) {
        slots.add(slot(name + ".weight"));
        slots.add(slot(name + ".bias"));
    }

    private NDArray slot(String name) {
        return weights.contains(name) ? weights.get(name) : none;
    }

    /** Hidden states after the last norm: tokens (B, T) int64 give (B, T, C). */
    public NDArray hidden(Pass pass, NDArray tokens) {
        return pass(pass, tokens, "hidden");
    }

    /** Logits of the token behind the last position: tokens (B, T) int64 give (B, V). */
    public NDArray nextLogits(Pass pass, NDArray tokens) {
        return pass(pass, tokens, "next_logits");
    }

    private NDArray pass(Pass pass, NDArray tokens, String method) {
        KeyValueCache cache = pass.cache();
        NDArray result = decoder.run(
                        method,
                        new NDList(
                                tokens,
                                orNone(pass.mask()),
                                cache == null ? none : cache.keys(),
                                cache == null ? none : cache.values(),
                                count(cache == null ? 0 : cache.filled())))
                .singletonOrThrow();
        if (cache != null) {
            cache.advance((int) tokens.getShape().get(1));
        }
        return result;
    }

    private NDArray orNone(@Nullable NDArray array) {
        return array == null ? none : array;
    }

    private NDArray count(int value) {
        return counts.computeIfAbsent(value, manager::create);
    }

    /** Next-token logits: (…, C) gives (…, V). */
    public NDArray logits(NDArray hidden) {
        return Kernels.linear(hidden, outputWeight(hidden));
    }

    /**
     * Natural logarithm of each target's probability.
     *
     * @param hidden (N, C), the states that predict the targets
     * @param targets (N) int64
     * @param temperature divides the logits
     * @return (N)
     */
    public NDArray logProbs(NDArray hidden, NDArray targets, double temperature) {
        return Kernels.logProbs(hidden, outputWeight(hidden), targets, temperature);
    }

    /** Entropy of the next-token distributions in nats: (…, C) gives (…). */
    public NDArray entropy(NDArray hidden, double temperature) {
        return Kernels.entropy(hidden, outputWeight(hidden), temperature);
    }

    /** (V, C); where an adapter changes it, with the change and for as long as {@code hidden} lives. */
    private NDArray outputWeight(NDArray hidden) {
        NDArray weight = weights.get(config.tiedEmbeddings() ? Tensors.EMBEDDING : Tensors.OUTPUT);
        for (Adapter.Pair pair : adapter == null ? List.<Adapter.Pair>of() : adapter.pairs()) {
            if (pair.layer().isOutput()) {
                NDList steps = new NDList(pair.up().matMul(pair.down()));
                steps.add(steps.getFirst().mul(pair.scale()));
                weight = steps.getLast().add(weight);
                steps.add(weight);
                steps.attach(hidden.getManager());
            }
        }
        return weight;
    }

    /**
     * Lays copies of the weights out for the few rows of a decoding step, until {@link #unpack}. With few rows a matrix
     * product waits for memory: what counts is how many bytes a weight takes, and that they lie in the order in which they
     * are read. Passes with a cache read the copies; they do not follow when the weights change.
     */
    public void pack() {
        pack(true);
    }

    /** Frees the copies. */
    public void unpack() {
        if (packed) {
            pack(false);
        }
    }

    private void pack(boolean wanted) {
        try (NoGradients frozen = new NoGradients();
                NDManager scope = manager.newSubManager()) {
            decoder.run("pack", new NDList(scope.create(wanted ? 1 : 0))).attach(scope);
            packed = wanted;
        }
    }

    /** An empty cache, (layers, B, nkv, capacity, hs) twice. */
    public KeyValueCache cache(NDManager parent, int rows, int capacity) {
        Shape shape = new Shape(config.layers(), rows, config.keyValueHeads(), capacity, config.headSize());
        return new KeyValueCache(parent, shape);
    }

    /** Frees all but the weights and the adapter. */
    @Override
    public void close() {
        manager.close();
    }
}
