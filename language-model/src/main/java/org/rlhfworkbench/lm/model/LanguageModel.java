package org.rlhfworkbench.lm.model;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.architecture.ModelConfig;
import org.rlhfworkbench.lm.checkpoint.BadCheckpoint;
import org.rlhfworkbench.lm.checkpoint.Safetensors;
import org.rlhfworkbench.lm.checkpoint.TensorType;
import org.rlhfworkbench.lm.tokenizer.ChatTemplate;
import org.rlhfworkbench.lm.tokenizer.Tokenizer;
import org.rlhfworkbench.lm.tokenizer.TokenizerFiles;
import tools.jackson.databind.node.ObjectNode;

/** A decoder with its weights, tokenizer and chat template, as a folder in Hugging Face layout or a GGUF file holds them. */
public final class LanguageModel implements AutoCloseable {

    private final Path folder;
    private final ObjectNode configJson;
    private final ModelConfig config;
    private final Weights weights;
    private final Precision precision;
    private final Transformer transformer;
    private final @Nullable Tokenizer tokenizer;
    private final @Nullable ChatTemplate template;

    public LanguageModel(
            Path folder,
            ObjectNode configJson,
            ModelConfig config,
            Weights weights,
            @Nullable Tokenizer tokenizer,
            @Nullable ChatTemplate template,
            Precision precision) {
        this.folder = folder;
        this.configJson = configJson;
        this.config = config;
        this.weights = weights;
        this.precision = precision;
        this.transformer = new Transformer(config, weights, precision);
        this.tokenizer = tokenizer;
        this.template = template;
    }

    /** As {@link #load(Path, Device, Precision)}, with products in float32. */
    public static LanguageModel load(Path source, Device device) {
        return load(source, device, Precision.FLOAT32);
    }

    /**
     * Loads a model, its weights in float32, without gradients.
     *
     * @param source a folder in Hugging Face layout or a GGUF file
     * @param precision of the matrix products
     * @throws BadCheckpoint naming the file and the way out
     */
    public static LanguageModel load(Path source, Device device, Precision precision) {
        ModelFiles files = ModelFiles.open(source);
        // A large vocabulary takes as long as the weights do: both at once.
        CompletableFuture<Optional<Tokenizer>> reading = CompletableFuture.supplyAsync(() -> tokenizer(files));
        Weights weights = files.readWeights(NDManager.newBaseManager(device));
        try {
            Tokenizer tokenizer = result(reading).orElse(null);
            ChatTemplate template = tokenizer == null ? null : ChatTemplate.load(tokenizer.files(), tokenizer);
            return new LanguageModel(
                    source, files.configJson(), files.config(), weights, tokenizer, template, precision);
        } catch (RuntimeException e) {
            weights.close();
            throw e;
        }
    }

    private static Optional<Tokenizer> tokenizer(ModelFiles files) {
        TokenizerFiles contents = files.tokenizerFiles();
        if (!contents.hasTokenizer()) {
            return Optional.empty();
        }
        Tokenizer tokenizer = Tokenizer.load(contents);
        checkVocabulary(files.path(), files.config(), tokenizer);
        return Optional.of(tokenizer);
    }

    private static <T> T result(CompletableFuture<T> computation) {
        try {
            return computation.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static void checkVocabulary(Path source, ModelConfig config, Tokenizer tokenizer) {
        if (tokenizer.vocabularySize() > config.vocabularySize()) {
            throw new BadCheckpoint(
                    source.toString(),
                    "its tokenizer has " + tokenizer.vocabularySize() + " entries, its embedding "
                            + config.vocabularySize(),
                    "Use the tokenizer that belongs to the model");
        }
    }

    /** The folder or file that it came from. */
    public Path folder() {
        return folder;
    }

    /** {@code config.json} as it was read. */
    public ObjectNode configJson() {
        return configJson;
    }

    public ModelConfig config() {
        return config;
    }

    public Weights weights() {
        return weights;
    }

    public Transformer transformer() {
        return transformer;
    }

    /** Of the matrix products. */
    public Precision precision() {
        return precision;
    }

    public NDManager manager() {
        return weights.manager();
    }

    /**
     * The model's tokenizer.
     *
     * @throws BadCheckpoint when its folder holds none
     */
    public Tokenizer tokenizer() {
        if (tokenizer == null) {
            throw new BadCheckpoint(
                    folder.toString(), "holds no " + Tokenizer.FILE, "Add it, or give lines with input_ids");
        }
        return tokenizer;
    }

    public boolean hasTokenizer() {
        return tokenizer != null;
    }

    /** What is saved with the model so that it reads the same tokens: nothing where it has no tokenizer. */
    public TokenizerFiles tokenizerFiles() {
        return tokenizer == null ? new TokenizerFiles(folder, Map.of()) : tokenizer.files();
    }

    /** How the model's turns are marked; throws like {@link #tokenizer} where there is none. */
    public ChatTemplate template() {
        tokenizer();
        return Objects.requireNonNull(template);
    }

    /** The token at padded positions: masked everywhere, so that any token of the vocabulary will do. */
    public int padToken() {
        return Math.max(config.padToken(), 0);
    }

    /** The same model with weights of its own, without gradients; tokenizer and template are shared. */
    public LanguageModel copy() {
        NDManager manager = NDManager.newBaseManager(manager().getDevice());
        return new LanguageModel(folder, configJson, config, weights.copy(manager), tokenizer, template, precision);
    }

    /** Writes the model in Hugging Face layout, whole or not at all. */
    public void save(Path target, Safetensors.Precision precision) {
        ModelFolder.write(target, configJson, weights.asMap(), precision, tokenizerFiles());
    }

    /**
     * Writes the model as one GGUF file, tokenizer and chat template included, whole or not at all.
     *
     * @param type of the matrices: F32, F16 or Q8_0
     * @throws BadCheckpoint naming what such a file cannot hold
     */
    public void saveAsGguf(Path target, TensorType type) {
        new GgufExport(this).write(target, type);
    }

    public void save(Path target) {
        save(target, Safetensors.Precision.F32);
    }

    /** Frees the weights. A tokenizer is shared between copies and lives as long as the process. */
    @Override
    public void close() {
        weights.close();
    }
}
