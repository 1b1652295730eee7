package org.rlhfworkbench.lm;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.rlhfworkbench.lm.architecture.ModelConfig;
import org.rlhfworkbench.lm.architecture.Tensors;
import org.rlhfworkbench.lm.checkpoint.Safetensors;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.model.ModelFolder;
import org.rlhfworkbench.lm.model.Precision;
import org.rlhfworkbench.lm.model.Weights;
import org.rlhfworkbench.lm.tokenizer.BytePairVocabulary;
import org.rlhfworkbench.lm.tokenizer.TokenizerFiles;

/** A model of random weights, large enough ones that its predictions are far from even, which reads bytes. */
public final class TinyModel {

    private static final BytePairVocabulary BYTES =
            new BytePairVocabulary(List.of("<|endoftext|>", "<|pad|>", "<|im_start|>", "<|im_end|>"), List.of());

    /** 260 tokens, width 16, 2 layers, 4 query heads on 2 key and value heads, 48 positions. */
    public static final ModelConfig CONFIG = ModelConfig.causal(BYTES.size(), 16, 32, 2, 4, 2, 48);

    private TinyModel() {}

    /** A model without a tokenizer. */
    public static LanguageModel draw(long seed) {
        return new LanguageModel(
                Path.of("tiny"), CONFIG.toJson(), CONFIG, weights(CONFIG, seed), null, null, Precision.FLOAT32);
    }

    /** A folder in Hugging Face layout. */
    public static Path write(Path folder, long seed) {
        try (Weights weights = weights(CONFIG, seed)) {
            Path tokenizer = Files.createDirectories(folder.resolveSibling(folder.getFileName() + "-tokenizer"));
            BYTES.write(tokenizer, "<|im_end|>", "<|pad|>", CONFIG.contextLength());
            ModelFolder.write(
                    folder, CONFIG.toJson(), weights.asMap(), Safetensors.Precision.F32, TokenizerFiles.of(tokenizer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }

    public static Weights weights(ModelConfig config, long seed) {
        Weights weights = new Weights(NDManager.newBaseManager());
        Random random = new Random(seed);
        Tensors.shapes(config).forEach((name, sizes) -> {
            Shape shape = new Shape(sizes);
            float[] values = new float[(int) shape.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) ((shape.dimension() == 1 ? 1 : 0) + 0.3 * random.nextGaussian());
            }
            weights.put(name, weights.manager().create(values, shape));
        });
        return weights;
    }
}
