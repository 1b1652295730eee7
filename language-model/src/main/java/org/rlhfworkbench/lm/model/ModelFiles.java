package org.rlhfworkbench.lm.model;

import ai.djl.ndarray.NDManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.rlhfworkbench.lm.architecture.ModelConfig;
import org.rlhfworkbench.lm.checkpoint.BadCheckpoint;
import org.rlhfworkbench.lm.checkpoint.Gguf;
import org.rlhfworkbench.lm.tokenizer.TokenizerFiles;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a model comes from, be it a folder in Hugging Face layout, a GGUF file, or an adapter with its base: configuration,
 * weights, tokenizer.
 */
public sealed interface ModelFiles permits ModelFolder, GgufModel, AdapterFolder {

    /**
     * Looks at a model without reading its weights.
     *
     * @param path a folder, or a file with the suffix {@code .gguf}
     * @throws BadCheckpoint if it holds no model that is supported here
     */
    static ModelFiles open(Path path) {
        if (AdapterFolder.isAdapter(path)) {
            return new AdapterFolder(path);
        }
        return Files.isRegularFile(path) && path.toString().endsWith(Gguf.SUFFIX)
                ? new GgufModel(path)
                : new ModelFolder(path);
    }

    Path path();

    /** Where the model comes from that an adapter adapts; nothing for a whole model. */
    default Optional<Path> base() {
        return Optional.empty();
    }

    /** {@code config.json} as it stands, fields of others included, or what it says in other words. */
    ObjectNode configJson();

    ModelConfig config();

    /**
     * Reads all weights and checks them against the configuration.
     *
     * @param manager owns the weights, and is closed where they cannot be read
     * @throws BadCheckpoint naming a missing file or tensor, or a tensor with both shapes
     */
    Weights readWeights(NDManager manager);

    /** The tokenizer and chat template; without content where there is none. */
    TokenizerFiles tokenizerFiles();
}
