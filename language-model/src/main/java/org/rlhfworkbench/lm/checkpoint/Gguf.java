package org.rlhfworkbench.lm.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A GGUF file, versions 2 and 3, little-endian: metadata, then tensors. The header is checked against the file's length
 * before anything is allocated; what its tensors are for is the model's business.
 *
 * @param metadata what the file says about the model
 * @param tensors its tensors, with row-major shapes: the reverse of the order in the file
 * @see <a href="https://github.com/ggml-org/ggml/blob/master/docs/gguf.md">the format</a>
 */
public record Gguf(GgufMetadata metadata, TensorFile tensors) {

    /** How the name of such a file ends. */
    public static final String SUFFIX = ".gguf";

    static final int MAGIC = 0x46554747; // "GGUF"
    static final int VERSION = 3;
    static final String ALIGNMENT = "general.alignment";
    static final int USUAL_ALIGNMENT = 32;

    private static final int MOST_DIMENSIONS = 4;

    /** The least that a tensor takes in the header: an empty name, no dimension, type and offset. */
    private static final int LEAST_TENSOR = 24;

    /** The least that a metadata entry takes: an empty key, a type, one byte. */
    private static final int LEAST_ENTRY = 13;

    /** Types that exist and are not read here, for the refusal. */
    private static final Map<Integer, String> OTHER_TYPES = Map.ofEntries(
            Map.entry(9, "Q8_1"),
            Map.entry(15, "Q8_K"),
            Map.entry(16, "IQ2_XXS"),
            Map.entry(17, "IQ2_XS"),
            Map.entry(18, "IQ3_XXS"),
            Map.entry(19, "IQ1_S"),
            Map.entry(20, "IQ4_NL"),
            Map.entry(21, "IQ3_S"),
            Map.entry(22, "IQ2_S"),
            Map.entry(23, "IQ4_XS"),
            Map.entry(24, "I8"),
            Map.entry(25, "I16"),
            Map.entry(26, "I32"),
            Map.entry(27, "I64"),
            Map.entry(28, "F64"),
            Map.entry(29, "IQ1_M"),
            Map.entry(34, "TQ1_0"),
            Map.entry(35, "TQ2_0"),
            Map.entry(39, "MXFP4"));

    /**
     * Reads a file's header.
     *
     * @throws BadCheckpoint where it is no GGUF file, or header and length disagree
     */
    public static Gguf open(Path file) throws IOException {
        MappedFile contents = MappedFile.open(file);
        GgufReader in = new GgufReader(file, contents);
        if (in.length() < 24 || in.int32() != MAGIC) {
            throw in.bad("does not begin with the mark of a GGUF file");
        }
        int version = in.int32();
        if (version != 2 && version != VERSION) {
            throw new BadCheckpoint(
                    file.toString(),
                    "is of GGUF version " + Integer.toUnsignedString(version)
                            + (Integer.reverseBytes(version) == VERSION ? ", big-endian" : ""),
                    "Use a little-endian file of version 2 or 3");
        }
        long tensorCount = in.count(LEAST_TENSOR);
        long entryCount = in.count(LEAST_ENTRY);
        GgufMetadata metadata = GgufMetadata.read(in, entryCount);
        Map<String, Info> infos = infos(in, tensorCount);
        long alignment = metadata.wholeNumber(ALIGNMENT).orElse(USUAL_ALIGNMENT);
        if (alignment < 1 || alignment > 1 << 16 || Long.bitCount(alignment) != 1) {
            throw in.bad("claims an alignment of " + alignment + " bytes");
        }
        long start = (in.position() + alignment - 1) / alignment * alignment;
        return new Gguf(metadata, new TensorFile(file, contents, placed(in, infos, start, alignment)));
    }

    /** A tensor as the header states it, unchecked but for the number of its values. */
    private record Info(int type, long[] shape, long size, long offset) {}

    private static Map<String, Info> infos(GgufReader in, long count) {
        Map<String, Info> infos = new LinkedHashMap<>();
        for (long i = 0; i < count; i++) {
            String name = in.text();
            int dimensions = in.int32();
            if (dimensions < 0 || dimensions > MOST_DIMENSIONS) {
                throw in.bad("tensor '" + name + "' claims " + Integer.toUnsignedString(dimensions) + " dimensions");
            }
            long[] shape = new long[dimensions];
            long size = 1;
            for (int d = dimensions - 1; d >= 0; d--) {
                shape[d] = in.int64();
                // Eight values need a byte in the narrowest of types.
                if (shape[d] < 1 || size > 8 * in.length() / shape[d]) {
                    throw in.bad("tensor '" + name + "' claims a shape larger than the file");
                }
                size *= shape[d];
            }
            if (infos.put(name, new Info(in.int32(), shape, size, in.int64())) != null) {
                throw in.bad("has two tensors named '" + name + "'");
            }
        }
        return infos;
    }

    private static Map<String, TensorPlace> placed(GgufReader in, Map<String, Info> infos, long start, long alignment) {
        Map<String, TensorPlace> tensors = new LinkedHashMap<>();
        infos.forEach((name, info) -> {
            Optional<TensorType> type = TensorType.ofGguf(info.type());
            if (type.isEmpty()) {
                throw in.unsupported("tensor '" + name + "' has the type "
                        + OTHER_TYPES.getOrDefault(info.type(), "number " + Integer.toUnsignedString(info.type()))
                        + ", which is not read here");
            }
            long rowLength = info.shape().length == 0 ? 1 : info.shape()[info.shape().length - 1];
            if (rowLength % type.get().blockValues() != 0) {
                throw in.bad(
                        "tensor '" + name + "' has rows of " + rowLength + " values, no whole blocks of " + type.get());
            }
            long bytes = type.get().bytes(info.size());
            if (info.offset() < 0 || info.offset() % alignment != 0 || info.offset() > in.length() - start - bytes) {
                throw in.bad("tensor '" + name + "' lies at byte " + Long.toUnsignedString(info.offset()) + " and has "
                        + bytes + ", which does not fit the file");
            }
            tensors.put(name, new TensorPlace(type, type.get().name(), info.shape(), start + info.offset(), bytes));
        });
        requireApart(in, tensors);
        return tensors;
    }

    private static void requireApart(GgufReader in, Map<String, TensorPlace> tensors) {
        Map<TensorPlace, String> names = new HashMap<>();
        tensors.forEach((name, tensor) -> names.put(tensor, name));
        List<TensorPlace> inOrder = tensors.values().stream()
                .sorted(Comparator.comparingLong(TensorPlace::from))
                .toList();
        for (int i = 1; i < inOrder.size(); i++) {
            TensorPlace before = inOrder.get(i - 1);
            if (before.from() + before.bytes() > inOrder.get(i).from()) {
                throw in.bad("tensor '" + names.get(inOrder.get(i)) + "' shares bytes with another");
            }
        }
    }
}
