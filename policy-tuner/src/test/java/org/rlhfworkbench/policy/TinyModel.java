package org.rlhfworkbench.policy;

import ai.djl.Device;
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
import org.rlhfworkbench.lm.model.Weights;
import org.rlhfworkbench.lm.tokenizer.BytePairVocabulary;
import org.rlhfworkbench.lm.tokenizer.TokenizerFiles;

/** A folder with a language model of random weights that reads bytes and trains in milliseconds. */
public final class TinyModel {

    private static final List<String> SPECIAL = List.of("<|endoftext|>", "<|pad|>", "<|im_start|>", "<|im_end|>");

    private TinyModel() {}

    public static Path write(Path folder, long seed, BytePairVocabulary.Merge... merges) {
        BytePairVocabulary vocabulary = new BytePairVocabulary(SPECIAL, List.of(merges));
        ModelConfig config = ModelConfig.causal(vocabulary.size(), 16, 32, 2, 2, 1, 96);
        try (Weights weights = draw(config, seed)) {
            Path tokenizer = Files.createDirectories(folder.resolveSibling(folder.getFileName() + "-tokenizer"));
            vocabulary.write(tokenizer, "<|im_end|>", "<|pad|>", config.contextLength());
            ModelFolder.write(
                    folder, config.toJson(), weights.asMap(), Safetensors.Precision.F32, TokenizerFiles.of(tokenizer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }

    public static LanguageModel load(Path folder) {
        return LanguageModel.load(folder, Device.cpu());
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
