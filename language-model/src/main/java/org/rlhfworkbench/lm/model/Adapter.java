package org.rlhfworkbench.lm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.architecture.ModelConfig;
import org.rlhfworkbench.lm.architecture.StoredTensor.Arrangement;
import org.rlhfworkbench.lm.architecture.Tensors;

/**
 * A low-rank adapter (Hu et al. 2021): each linear layer that it adapts computes x·Wᵀ + scale·(x·Aᵀ)·Bᵀ, A (r, in) and
 * B (out, r). W stays as it is, so that one copy of it serves the model with the adapter, without, and with another one.
 *
 * <p>Its arrays have PEFT's names. B has its rows in the order of our matrices.
 */
public final class Adapter implements AutoCloseable {

    static final String PREFIX = "base_model.model.";
    static final String DOWN = ".lora_A.weight";
    static final String UP = ".lora_B.weight";
    private static final long SEED = 0x6c6f7261;

    /**
     * What it adds to one layer.
     *
     * @param down A, (r, in)
     * @param up B, (rows, r)
     */
    record Pair(LinearLayer layer, NDArray down, NDArray up, double scale) {}

    private final AdapterConfig config;
    private final Path base;
    private final ModelConfig model;
    private final List<Pair> pairs = new ArrayList<>();
    private final Weights weights;

    /**
     * @param base where the model that it adapts comes from
     * @param model the shape of what it adapts
     * @param weights its arrays, taken over
     */
    Adapter(AdapterConfig config, Path base, ModelConfig model, Weights weights) {
        this.config = config;
        this.base = base;
        this.model = model;
        this.weights = weights;
        for (LinearLayer layer : LinearLayer.of(model)) {
            String name = PREFIX + layer.module();
            if (weights.contains(name + DOWN)) {
                NDArray up = weights.get(name + UP);
                pairs.add(new Pair(layer, weights.get(name + DOWN), up, config.scale(layer.module())));
            }
        }
    }

    /**
     * A fresh adapter, which changes nothing yet: A is uniform within ±1/√in, as PEFT draws it, and B is zero.
     *
     * @param base where the model that it adapts comes from
     * @throws IllegalArgumentException naming a target that the model does not have
     */
    static Adapter fresh(AdapterSettings settings, Path base, ModelConfig model, NDManager manager, long seed) {
        List<LinearLayer> layers = LinearLayer.of(model);
        List<String> all = layers.stream()
                .filter(layer -> !layer.isOutput())
                .map(LinearLayer::shortName)
                .distinct()
                .toList();
        List<String> targets = settings.targets().isEmpty() ? all : settings.targets();
        for (String target : targets) {
            if (layers.stream().noneMatch(layer -> ("." + layer.module()).endsWith("." + target))) {
                throw new IllegalArgumentException(
                        "the model has no linear layer '" + target + "'; it has " + String.join(", ", all));
            }
        }
        boolean transposed = layers.getFirst().arrangement() == Arrangement.TRANSPOSED;
        AdapterConfig config = AdapterConfig.of(settings, targets, transposed);
        SplittableRandom random = new SplittableRandom(seed ^ SEED);
        Weights weights = new Weights(manager);
        for (LinearLayer layer : layers) {
            if (config.adapts(layer.module(), layer.isOutput())) {
                String name = PREFIX + layer.module();
                Shape down = new Shape(settings.rank(), layer.inputs());
                weights.put(name + DOWN, manager.create(uniform(down, random), down));
                weights.put(name + UP, manager.zeros(new Shape(layer.rows(), settings.rank())));
            }
        }
        return new Adapter(config, base, model, weights);
    }

    private static float[] uniform(Shape shape, SplittableRandom random) {
        double bound = 1 / Math.sqrt(shape.get(1));
        float[] values = new float[(int) shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
        }
        return values;
    }

    /** Rows of (inner, outer, size) in the order (outer, inner, size). */
    static NDArray byHead(NDArray array, int outer, int inner) {
        Shape shape = array.getShape();
        int columns = (int) shape.get(1);
        int size = (int) shape.get(0) / (outer * inner) * columns;
        float[] from = array.toFloatArray();
        float[] to = new float[from.length];
        for (int i = 0; i < inner; i++) {
            for (int o = 0; o < outer; o++) {
                System.arraycopy(from, (i * outer + o) * size, to, (o * inner + i) * size, size);
            }
        }
        return array.getManager().create(to, shape);
    }

    AdapterConfig config() {
        return config;
    }

    /** Where the model that it adapts comes from. */
    public Path base() {
        return base;
    }

    List<Pair> pairs() {
        return pairs;
    }

    /** Its arrays by PEFT's names: all that training an adapted model changes. */
    public Weights weights() {
        return weights;
    }

    /** A layer that is replaced as a whole, such as {@link Tensors#SCORE}; null where there is none. */
    @Nullable
    NDArray saved(String name) {
        return weights.contains(PREFIX + name) ? weights.get(PREFIX + name) : null;
    }

    /** Whether it changes nothing yet. */
    boolean isFresh() {
        boolean replaces = weights.names().stream().anyMatch(name -> !name.endsWith(DOWN) && !name.endsWith(UP));
        return !replaces && pairs.stream().allMatch(pair -> isZero(pair.up().toFloatArray()));
    }

    private static boolean isZero(float[] values) {
        for (float value : values) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    /** The same values in arrays of their own, without gradients. */
    Adapter copy() {
        NDManager manager = NDManager.newBaseManager(weights.manager().getDevice());
        return new Adapter(config, base, model, weights.copy(manager));
    }

    /**
     * A copy on the body of the same model, with a head that scores and is trained as a whole.
     *
     * @param scorer the shape of the body under that head
     * @param head (labels, C), which the copy takes over
     */
    Adapter scoring(ModelConfig scorer, NDArray head) {
        Weights own = new Weights(NDManager.newBaseManager(weights.manager().getDevice()));
        for (Pair pair : pairs) {
            if (!pair.layer().isOutput()) {
                String name = PREFIX + pair.layer().module();
                own.put(name + DOWN, values(pair.down()));
                own.put(name + UP, values(pair.up()));
            }
        }
        own.put(PREFIX + Tensors.SCORE, head);
        return new Adapter(config.scoring(), base, scorer, own);
    }

    private static NDArray values(NDArray array) {
        try (NDArray values = array.stopGradient()) {
            return values.duplicate();
        }
    }

    /** The arrays as PEFT keeps them. */
    Map<String, NDArray> forFile(NDManager scope) {
        Map<String, NDArray> stored = new LinkedHashMap<>(weights.asMap());
        for (Pair pair : pairs) {
            if (pair.layer().byHead()) {
                NDArray up = byHead(pair.up(), model.heads(), 3);
                up.attach(scope);
                stored.put(PREFIX + pair.layer().module() + UP, up);
            }
        }
        return stored;
    }

    /** Adds its changes to the weights that it adapts, and puts the layers that it replaces in their place. */
    void mergeInto(Weights target) {
        try (NDManager scope = target.manager().newSubManager()) {
            for (Pair pair : pairs) {
                LinearLayer layer = pair.layer();
                NDArray down = values(pair.down());
                down.attach(scope);
                NDArray up = values(pair.up());
                up.attach(scope);
                NDArray rows = target.get(layer.name()).get(layer.firstRow() + ":" + (layer.firstRow() + layer.rows()));
                rows.attach(scope);
                rows.addi(up.matMul(down).mul(pair.scale()));
            }
        }
        weights.asMap().forEach((name, array) -> {
            if (!name.endsWith(DOWN) && !name.endsWith(UP)) {
                target.put(name.substring(PREFIX.length()), values(array));
            }
        });
    }

    @Override
    public void close() {
        weights.close();
    }
}
