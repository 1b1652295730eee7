package org.rlhfworkbench.reward;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Random;
import org.rlhfworkbench.lm.architecture.ModelConfig;
import org.rlhfworkbench.lm.architecture.Tensors;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.model.Precision;
import org.rlhfworkbench.lm.model.Weights;

/** A language model with random weights that trains in milliseconds; 40 tokens, no tokenizer. */
public final class TinyModel {

    private TinyModel() {}

    public static LanguageModel create(Path folder, long seed) {
        ModelConfig config = ModelConfig.causal(40, 16, 32, 2, 2, 1, 64);
        return new LanguageModel(folder, config.toJson(), config, draw(config, seed), null, null, Precision.FLOAT32);
    }

    private static Weights draw(ModelConfig config, long seed) {
        Weights weights = new Weights(NDManager.newBaseManager());
        Random random = new Random(seed);
        Tensors.shapes(config).forEach((name, sizes) -> {
            Shape shape = new Shape(sizes);
            float[] values = new float[(int) shape.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = shape.dimension() == 1 ? 1 : (float) (0.02 * random.nextGaussian());
            }
            weights.put(name, weights.manager().create(values, shape));
        });
        return weights;
    }
}
