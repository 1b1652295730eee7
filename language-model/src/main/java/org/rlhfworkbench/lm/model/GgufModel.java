package org.rlhfworkbench.lm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.rlhfworkbench.lm.architecture.Family;
import org.rlhfworkbench.lm.architecture.ModelConfig;
import org.rlhfworkbench.lm.checkpoint.BadCheckpoint;
import org.rlhfworkbench.lm.checkpoint.Gguf;
import org.rlhfworkbench.lm.checkpoint.RowOrder;
import org.rlhfworkbench.lm.tokenizer.GgufTokenizer;
import org.rlhfworkbench.lm.tokenizer.TokenizerFiles;
import tools.jackson.databind.node.ObjectNode;

/**
 * A model in a GGUF file: weights, configuration, tokenizer and chat template together. It is read into the form that a
 * Hugging Face folder has, so that what is trained from it is saved as one.
 */
public final class GgufModel implements ModelFiles {

    private final Path file;
    private final Gguf gguf;
    private final GgufArchitecture architecture;
    private final ObjectNode configJson;
    private final ModelConfig config;

    /**
     * @throws BadCheckpoint when the file is damaged, or of an architecture that is not read from GGUF
     */
    public GgufModel(Path file) {
        this.file = file;
        try {
            this.gguf = Gguf.open(file);
        } catch (IOException e) {
            throw new BadCheckpoint(file.toString(), "cannot be read (" + e.getMessage() + ")", "Check the file");
        }
        GgufConfig found = new GgufConfig(gguf);
        this.architecture = found.architecture();
        this.configJson = found.json();
        this.config = Family.parse(configJson, file.toString());
    }

    @Override
    public Path path() {
        return file;
    }

    @Override
    public ObjectNode configJson() {
        return configJson;
    }

    @Override
    public ModelConfig config() {
        return config;
    }

    @Override
    public TokenizerFiles tokenizerFiles() {
        return GgufTokenizer.files(file, gguf.metadata(), config.contextLength());
    }

    @Override
    public Weights readWeights(NDManager manager) {
        try {
            Map<String, String> names = names();
            Map<String, long[]> shapes = new LinkedHashMap<>();
            names.forEach((name, stored) -> shapes.put(name, gguf.tensors().shape(stored)));
            StoredWeights weights = StoredWeights.found(config, file.toString(), "its metadata", shapes, manager);
            Map<String, RowOrder> wanted = new LinkedHashMap<>();
            names.forEach((name, stored) -> {
                if (!weights.wanted().contains(name)) {
                    throw stray(stored);
                }
                wanted.put(stored, rowOrder(name));
            });
            Map<String, NDArray> arrays = gguf.tensors().read(wanted, manager);
            names.forEach((name, stored) -> weights.accept(name, Objects.requireNonNull(arrays.get(stored))));
            return weights.finish();
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private BadCheckpoint stray(String stored) {
        return new BadCheckpoint(
                file.toString(),
                "the tensor '" + stored + "' has no place in a " + architecture.ggufName()
                        + " model as it is read here",
                "Use the model's folder in Hugging Face layout");
    }

    /** The names in the file by their Hugging Face names. */
    private Map<String, String> names() {
        Map<String, String> names = new LinkedHashMap<>();
        for (String stored : gguf.tensors().names()) {
            if (!stored.equals(GgufRopeFactors.TENSOR)) {
                names.put(GgufNames.fromGguf(stored).orElseThrow(() -> stray(stored)), stored);
            }
        }
        return names;
    }

    private RowOrder rowOrder(String name) {
        boolean turned = name.endsWith(".self_attn.q_proj.weight") || name.endsWith(".self_attn.k_proj.weight");
        return turned && architecture.pairsAreNeighbours() ? halves(config.headSize()) : RowOrder.AS_STORED;
    }

    /**
     * The halves that rotary positions pair lie side by side in a head's rows of a llama file: rows 0, 1, 2, 3 … are the
     * pairs (0, 0 + hs/2), (1, 1 + hs/2) …
     */
    static RowOrder halves(int headSize) {
        return row -> {
            long inHead = row % headSize;
            return row - inHead + inHead % (headSize / 2) * 2 + inHead / (headSize / 2);
        };
    }

    /** The inverse of {@link #halves}: which row of a Hugging Face tensor a row of a llama file is. */
    static RowOrder neighbours(int headSize) {
        return row -> {
            long inHead = row % headSize;
            return row - inHead + inHead % 2 * (headSize / 2) + inHead / 2;
        };
    }
}
