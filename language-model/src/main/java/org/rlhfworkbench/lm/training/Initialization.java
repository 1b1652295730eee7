package org.rlhfworkbench.lm.training;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.SplittableRandom;
import org.rlhfworkbench.lm.architecture.ModelConfig;
import org.rlhfworkbench.lm.architecture.Tensors;
import org.rlhfworkbench.lm.model.Weights;

/**
 * Weights of a model that has seen nothing: N(0, 0.02²), projections into the residual stream smaller by √(2 · layers)
 * (Radford et al. 2019, section 2.3), norms at 1.
 */
public final class Initialization {

    private static final double DEVIATION = 0.02;

    private Initialization() {}

    /** Draws the weights that {@code config} asks for; the same seed gives the same weights. */
    public static Weights draw(ModelConfig config, NDManager manager, long seed) {
        Weights weights = new Weights(manager);
        SplittableRandom random = new SplittableRandom(seed);
        for (Map.Entry<String, long[]> tensor : Tensors.shapes(config).entrySet()) {
            Shape shape = new Shape(tensor.getValue());
            weights.put(tensor.getKey(), manager.create(values(tensor.getKey(), shape, config, random), shape));
        }
        return weights;
    }

    private static float[] values(String name, Shape shape, ModelConfig config, SplittableRandom random) {
        float[] values = new float[(int) shape.size()];
        boolean residual =
                name.endsWith(Tensors.ATTENTION_OUTPUT + ".weight") || name.endsWith(Tensors.DOWN + ".weight");
        double deviation = residual ? DEVIATION / Math.sqrt(2.0 * config.layers()) : DEVIATION;
        for (int i = 0; i < values.length; i++) {
            values[i] = shape.dimension() == 1 ? 1 : (float) (deviation * random.nextGaussian());
        }
        return values;
    }
}
