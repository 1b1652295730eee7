package org.rlhfworkbench.lm.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.rlhfworkbench.lm.architecture.Block;
import org.rlhfworkbench.lm.architecture.ModelConfig;
import org.rlhfworkbench.lm.architecture.Rotary;
import org.rlhfworkbench.lm.checkpoint.BadCheckpoint;
import org.rlhfworkbench.lm.checkpoint.GgufWriter;
import org.rlhfworkbench.lm.checkpoint.RowOrder;
import org.rlhfworkbench.lm.checkpoint.TensorType;
import org.rlhfworkbench.lm.tokenizer.GgufTokenizer;

/** Writes a model as one GGUF file, as llama.cpp reads it. */
final class GgufExport {

    /** The numbers of {@code general.file_type}. */
    private static final Map<TensorType, Integer> FILE_TYPES =
            Map.of(TensorType.F32, 0, TensorType.F16, 1, TensorType.Q8_0, 7);

    private final LanguageModel model;
    private final ModelConfig config;
    private final GgufArchitecture architecture;

    /**
     * @throws BadCheckpoint naming what has no place in such a file
     */
    GgufExport(LanguageModel model) {
        this.model = model;
        this.config = model.config();
        this.architecture = GgufArchitecture.ofClass(config.architecture())
                .orElseThrow(() -> unsupported("the architecture '" + config.architecture() + "'"));
        Block block = config.block();
        if (block.window() > 0) {
            throw unsupported("a sliding window");
        }
        boolean biased = architecture == GgufArchitecture.QWEN2;
        if (block.queryKeyValueBias() != biased || block.attentionOutputBias() || block.feedForwardBias()) {
            throw unsupported("an attention or feed-forward layer with these biases");
        }
        if (block.activation() != Block.Activation.SILU) {
            throw unsupported("the activation " + block.activation());
        }
        if (block.rotary() != null && block.rotary().scaling() instanceof Rotary.Linear) {
            throw unsupported("linear rope scaling");
        }
    }

    private BadCheckpoint unsupported(String what) {
        return new BadCheckpoint(
                model.folder().toString(),
                what + " is not written to GGUF",
                "Convert to a folder, and from there with llama.cpp's convert_hf_to_gguf.py");
    }

    /** Writes the file, whole or not at all. */
    void write(Path target, TensorType type) {
        Path temporary = target.resolveSibling("." + target.getFileName() + ".tmp");
        try (NDManager scope = NDManager.newBaseManager(Device.cpu())) {
            metadata(target, type).write(temporary, tensors(type, scope));
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Path parent = Objects.requireNonNull(target.toAbsolutePath().getParent());
            try (FileChannel folder = FileChannel.open(parent, StandardOpenOption.READ)) {
                folder.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The model could not be written to " + target + ": " + e.getMessage(), e);
        }
    }

    private GgufWriter metadata(Path target, TensorType type) {
        GgufWriter writer = new GgufWriter();
        String prefix = architecture.ggufName() + ".";
        writer.text(GgufConfig.ARCHITECTURE, architecture.ggufName());
        writer.text("general.type", "model");
        writer.text("general.name", ModelSource.nameOf(target));
        writer.wholeNumber("general.file_type", Objects.requireNonNull(FILE_TYPES.get(type)));
        writer.wholeNumber("general.quantization_version", 2);
        writer.wholeNumber(prefix + GgufConfig.BLOCKS, config.layers());
        writer.wholeNumber(prefix + GgufConfig.CONTEXT, config.contextLength());
        writer.wholeNumber(prefix + GgufConfig.WIDTH, config.width());
        writer.wholeNumber(prefix + GgufConfig.INNER_WIDTH, config.innerWidth());
        writer.wholeNumber(prefix + GgufConfig.HEADS, config.heads());
        writer.wholeNumber(prefix + GgufConfig.KEY_VALUE_HEADS, config.keyValueHeads());
        writer.wholeNumber(prefix + GgufConfig.KEY_LENGTH, config.headSize());
        writer.wholeNumber(prefix + GgufConfig.VALUE_LENGTH, config.headSize());
        writer.wholeNumber(prefix + GgufConfig.ROPE_DIMENSIONS, config.headSize());
        writer.number(prefix + GgufConfig.ROPE_BASE, rotary().theta());
        writer.number(prefix + GgufConfig.NORM_EPSILON, config.block().normEpsilon());
        writer.wholeNumber(prefix + GgufConfig.VOCABULARY, config.vocabularySize());
        if (rotary().scaling() instanceof Rotary.Llama3 scaling) {
            writer.wholeNumber(prefix + GgufConfig.ROPE_CONTEXT, scaling.originalContext());
        }
        GgufTokenizer.describe(writer, model.tokenizerFiles(), config.vocabularySize(), config.endTokens());
        return writer;
    }

    private Rotary rotary() {
        return Objects.requireNonNull(config.block().rotary());
    }

    private List<GgufWriter.Output> tensors(TensorType type, NDManager scope) {
        List<GgufWriter.Output> tensors = new ArrayList<>();
        if (rotary().scaling() instanceof Rotary.Llama3) {
            NDArray factors = scope.create(GgufRopeFactors.of(rotary()));
            tensors.add(new GgufWriter.Output(GgufRopeFactors.TENSOR, factors, TensorType.F32, RowOrder.AS_STORED));
        }
        StoredWeights.stored(
                        config,
                        model.folder().toString(),
                        scope,
                        model.weights().asMap())
                .forEach((name, array) -> tensors.add(new GgufWriter.Output(
                        GgufNames.toGguf(name).orElseThrow(() -> unsupported("the tensor '" + name + "'")),
                        array,
                        typeOf(array, type),
                        rows(name))));
        return tensors;
    }

    /** Norms and biases are kept as they are; rows that are no whole blocks are at least halved. */
    private static TensorType typeOf(NDArray array, TensorType wanted) {
        long[] shape = array.getShape().getShape();
        if (shape.length < 2) {
            return TensorType.F32;
        }
        return wanted == TensorType.Q8_0 && shape[shape.length - 1] % 32 != 0 ? TensorType.F16 : wanted;
    }

    private RowOrder rows(String name) {
        boolean turned = name.endsWith(".self_attn.q_proj.weight") || name.endsWith(".self_attn.k_proj.weight");
        return turned && architecture.pairsAreNeighbours()
                ? GgufModel.neighbours(config.headSize())
                : RowOrder.AS_STORED;
    }
}
