package org.rlhfworkbench.lm.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.architecture.Family;
import org.rlhfworkbench.lm.architecture.ModelConfig;
import org.rlhfworkbench.lm.architecture.Tensors;
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
    private final Body body;
    private final Precision precision;
    private final Transformer transformer;
    private final Reader reader;

    /**
     * What computes.
     *
     * @param weights that several models may share
     * @param ownsWeights whether they close with this model
     * @param adapter of its own; null for none
     */
    record Body(
            Weights weights, boolean ownsWeights, @Nullable Adapter adapter) {}

    /** What turns texts into tokens; nothing where a model comes without. */
    record Reader(@Nullable Tokenizer tokenizer, @Nullable ChatTemplate template) {}

    public LanguageModel(
            Path folder,
            ObjectNode configJson,
            ModelConfig config,
            Weights weights,
            @Nullable Tokenizer tokenizer,
            @Nullable ChatTemplate template,
            Precision precision) {
        this(folder, configJson, config, new Body(weights, true, null), new Reader(tokenizer, template), precision);
    }

    LanguageModel(
            Path folder, ObjectNode configJson, ModelConfig config, Body body, Reader reader, Precision precision) {
        this.folder = folder;
        this.configJson = configJson;
        this.config = config;
        this.body = body;
        this.precision = precision;
        this.transformer = new Transformer(config, body.weights, body.adapter, precision);
        this.reader = reader;
    }

    /** As {@link #load(Path, Device, Precision)}, with products in float32. */
    public static LanguageModel load(Path source, Device device) {
        return load(source, device, Precision.FLOAT32);
    }

    /**
     * Loads a model, its weights in float32, without gradients.
     *
     * @param source a folder in Hugging Face layout, a GGUF file, or an adapter in PEFT's layout, with its base
     * @param precision of the matrix products
     * @throws BadCheckpoint naming the file and the way out
     */
    public static LanguageModel load(Path source, Device device, Precision precision) {
        return ModelLoading.load(source, device, precision);
    }

    /**
     * Loads a model for use beside another one, on its device and in its precision. If both are adapters on the same
     * base, it reads the other one's weights, and must be closed before it.
     */
    public static LanguageModel load(Path source, LanguageModel beside) {
        return ModelLoading.load(source, beside);
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

    /** Of the model, or of its adapter's base. */
    public Weights weights() {
        return body.weights;
    }

    public Transformer transformer() {
        return transformer;
    }

    /** Of the matrix products. */
    public Precision precision() {
        return precision;
    }

    public NDManager manager() {
        return body.weights.manager();
    }

    /**
     * The model's tokenizer.
     *
     * @throws BadCheckpoint when its folder holds none
     */
    public Tokenizer tokenizer() {
        Tokenizer tokenizer = reader.tokenizer;
        if (tokenizer == null) {
            throw new BadCheckpoint(
                    folder.toString(), "holds no " + Tokenizer.FILE, "Add it, or give lines with input_ids");
        }
        return tokenizer;
    }

    public boolean hasTokenizer() {
        return reader.tokenizer != null;
    }

    /** What is saved with the model so that it reads the same tokens: nothing where it has no tokenizer. */
    public TokenizerFiles tokenizerFiles() {
        return reader.tokenizer == null ? new TokenizerFiles(folder, Map.of()) : reader.tokenizer.files();
    }

    /** How the model's turns are marked; throws like {@link #tokenizer} where there is none. */
    public ChatTemplate template() {
        tokenizer();
        return Objects.requireNonNull(reader.template);
    }

    /** The token at padded positions: masked everywhere, so that any token of the vocabulary will do. */
    public int padToken() {
        return Math.max(config.padToken(), 0);
    }

    /** All that training changes: the adapter's weights where the model has one, else the model's. */
    public Weights trainable() {
        return body.adapter == null ? body.weights : body.adapter.weights();
    }

    /** What is added to the weights; nothing for a whole model. */
    public Optional<Adapter> adapter() {
        return Optional.ofNullable(body.adapter);
    }

    /** A layer on top of the body, such as {@link Tensors#SCORE}; nothing where the model has none of that name. */
    public Optional<NDArray> head(String name) {
        Optional<NDArray> own = adapter().map(adapter -> adapter.saved(name));
        return own.isEmpty() && body.weights.contains(name) ? Optional.of(body.weights.get(name)) : own;
    }

    /**
     * This model with a fresh adapter, which takes its weights over.
     *
     * @throws IllegalArgumentException naming a target that the model does not have
     * @throws IllegalStateException if it has an adapter already
     */
    public LanguageModel adapted(AdapterSettings settings, long seed) {
        if (body.adapter != null) {
            throw new IllegalStateException("The model has an adapter already");
        }
        Adapter fresh = Adapter.fresh(settings, folder, config, newManager(), seed);
        return with(new Body(body.weights, body.ownsWeights, fresh));
    }

    /**
     * This model as it is now, which training does not change. Where it has an adapter the base is not copied: while the
     * adapter is fresh that is the base alone, and it must be closed before this model.
     */
    public LanguageModel reference() {
        Adapter adapter = body.adapter;
        return adapter == null
                ? copy()
                : with(new Body(body.weights, false, adapter.isFresh() ? null : adapter.copy()));
    }

    /**
     * The body of this model under a head that scores, to be trained on its own. Of a model with an adapter the adapter
     * alone is copied: the result must be closed before this model.
     *
     * @param head (1, C), taken over
     */
    public LanguageModel scoring(NDArray head) {
        Family family = Family.of(config.architecture(), folder.toString());
        ModelConfig scorer = config.withArchitecture(family.classifier());
        Body scoring;
        if (body.adapter == null) {
            Weights copied = body.weights.copy(newManager(), Set.of(Tensors.OUTPUT, Tensors.SCORE));
            copied.put(Tensors.SCORE, head);
            scoring = new Body(copied, true, null);
        } else {
            scoring = new Body(body.weights, false, body.adapter.scoring(scorer, head));
        }
        return new LanguageModel(folder, family.scoring(configJson, padToken()), scorer, scoring, reader, precision);
    }

    private LanguageModel with(Body other) {
        return new LanguageModel(folder, configJson, config, other, reader, precision);
    }

    private NDManager newManager() {
        return NDManager.newBaseManager(manager().getDevice());
    }

    /** The same model with weights of its own, without gradients; tokenizer and template are shared. */
    public LanguageModel copy() {
        Adapter own = adapter().map(Adapter::copy).orElse(null);
        return with(new Body(body.weights.copy(newManager()), true, own));
    }

    /** A model without an adapter that computes what this one does, with weights of its own. */
    public LanguageModel merged() {
        Weights whole = body.weights.copy(newManager(), config.generatesText() ? Set.of() : Set.of(Tensors.OUTPUT));
        adapter().ifPresent(adapter -> adapter.mergeInto(whole));
        return with(new Body(whole, true, null));
    }

    /** Writes the model in Hugging Face layout, an adapter in PEFT's and in float32, whole or not at all. */
    public void save(Path target, Safetensors.Precision precision) {
        if (body.adapter == null) {
            ModelFolder.write(target, configJson, body.weights.asMap(), precision, tokenizerFiles());
        } else {
            AdapterFolder.write(target, body.adapter, configJson, tokenizerFiles());
        }
    }

    /**
     * Writes the model as one GGUF file, tokenizer and chat template included, whole or not at all.
     *
     * @param type of the matrices: F32, F16 or Q8_0
     * @throws BadCheckpoint naming what such a file cannot hold
     */
    public void saveAsGguf(Path target, TensorType type) {
        if (body.adapter != null) {
            throw new BadCheckpoint(
                    folder.toString(), "is an adapter, and such a file holds whole models alone", "Add --merge-lora");
        }
        new GgufExport(this).write(target, type);
    }

    public void save(Path target) {
        save(target, Safetensors.Precision.F32);
    }

    /** Frees what is its own. A tokenizer is shared between copies and lives as long as the process. */
    @Override
    public void close() {
        transformer.close();
        adapter().ifPresent(Adapter::close);
        if (body.ownsWeights) {
            body.weights.close();
        }
    }
}
