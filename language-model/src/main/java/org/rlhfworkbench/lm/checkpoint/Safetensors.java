package org.rlhfworkbench.lm.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The safetensors format: eight bytes of header length, a JSON header, then the tensors' bytes. F32, F16 and
 * BF16 are read, as float32. A header is checked against the file's length before anything is allocated: each byte
 * belongs to one tensor.
 *
 * @see <a href="https://huggingface.co/docs/safetensors/index#format">the format</a>
 */
public final class Safetensors {

    /** How numbers are stored. */
    public enum Precision {
        F32(TensorType.F32, "float32"),
        F16(TensorType.F16, "float16"),
        BF16(TensorType.BF16, "bfloat16");

        private final TensorType type;
        private final String torchName;

        Precision(TensorType type, String torchName) {
            this.type = type;
            this.torchName = torchName;
        }

        /** What PyTorch calls it. */
        public String torchName() {
            return torchName;
        }
    }

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .build();

    private static final long GREATEST_HEADER = 100_000_000;

    /** How wide a value of each type is; whole numbers lie beside the weights of some models, which do without them. */
    private static final Map<String, Integer> BYTES = Map.ofEntries(
            Map.entry("F64", 8),
            Map.entry("I64", 8),
            Map.entry("U64", 8),
            Map.entry("F32", 4),
            Map.entry("I32", 4),
            Map.entry("U32", 4),
            Map.entry("F16", 2),
            Map.entry("BF16", 2),
            Map.entry("I16", 2),
            Map.entry("U16", 2),
            Map.entry("F8_E4M3", 1),
            Map.entry("F8_E5M2", 1),
            Map.entry("I8", 1),
            Map.entry("U8", 1),
            Map.entry("BOOL", 1));

    private Safetensors() {}

    /**
     * Reads every tensor as float32.
     *
     * @param sink receives each name and its array, which belongs to {@code manager}
     * @throws BadCheckpoint as {@link #open} does, or where a type is not read here
     */
    public static void read(Path file, NDManager manager, BiConsumer<String, NDArray> sink) throws IOException {
        TensorFile tensors = open(file);
        tensors.read(tensors.names(), manager).forEach(sink);
    }

    /**
     * Reads a file's header and checks it against the file's length.
     *
     * @throws BadCheckpoint where they disagree, or the file is a pickle
     */
    public static TensorFile open(Path file) throws IOException {
        MappedFile contents = MappedFile.open(file);
        long length = contents.length();
        if (length < 8) {
            refusePickle(file, contents);
            throw bad(file, "has " + length + " bytes, too few for a header");
        }
        long headerLength = contents.slice(0, 8).getLong();
        if (headerLength <= 0 || headerLength > Math.min(GREATEST_HEADER, length - 8)) {
            refusePickle(file, contents);
            throw bad(file, "claims a header of " + headerLength + " bytes in a file of " + length);
        }
        return new TensorFile(file, contents, header(file, contents, 8 + headerLength));
    }

    /** A pickle, or a zip of pickles, starts with its own mark, which read as a length is beyond any file. */
    private static void refusePickle(Path file, MappedFile contents) {
        byte[] first = new byte[2];
        contents.slice(0, Math.min(2, contents.length())).get(first, 0, (int) Math.min(2, contents.length()));
        if (first[0] == (byte) 0x80 || (first[0] == 'P' && first[1] == 'K')) {
            throw new BadCheckpoint(file.toString(), "is a pickle, which can run code", "Convert it to safetensors");
        }
    }

    private static Map<String, TensorPlace> header(Path file, MappedFile contents, long start) {
        byte[] text = new byte[(int) start - 8];
        contents.slice(8, text.length).get(text);
        JsonNode json;
        try {
            json = JSON.readTree(new String(text, StandardCharsets.UTF_8));
        } catch (JacksonException e) {
            throw bad(file, "its header is not JSON");
        }
        if (!json.isObject()) {
            throw bad(file, "its header is not JSON of names and tensors");
        }
        Map<String, TensorPlace> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            if (!field.getKey().equals("__metadata__")) {
                tensors.put(
                        field.getKey(),
                        tensor(file, field.getKey(), field.getValue(), start, contents.length() - start));
            }
        }
        requireEveryByteOnce(file, tensors, start, contents.length());
        return tensors;
    }

    private static void requireEveryByteOnce(Path file, Map<String, TensorPlace> tensors, long start, long length) {
        long end = start;
        for (Map.Entry<String, TensorPlace> next : tensors.entrySet().stream()
                .sorted(Comparator.comparingLong(entry -> entry.getValue().from()))
                .toList()) {
            TensorPlace tensor = next.getValue();
            if (tensor.bytes() > 0 && tensor.from() != end) {
                throw bad(
                        file,
                        "tensor '" + next.getKey()
                                + (tensor.from() < end
                                        ? "' shares bytes with another"
                                        : "' follows bytes that belong to none"));
            }
            end += tensor.bytes();
        }
        if (end != length) {
            throw bad(file, "has " + (length - end) + " bytes behind its last tensor");
        }
    }

    private static TensorPlace tensor(Path file, String name, JsonNode json, long start, long dataLength) {
        String type = json.path("dtype").isString() ? json.path("dtype").asString() : "";
        Integer width = BYTES.get(type);
        if (width == null) {
            throw bad(file, "tensor '" + name + "' has the type '" + type + "', which safetensors does not have");
        }
        long[] shape = wholeNumbers(file, name, json.path("shape"));
        long count = 1;
        for (long size : shape) {
            if (size < 0 || (size > 0 && Math.max(count, 1) > dataLength / size)) {
                throw bad(file, "tensor '" + name + "' claims a shape larger than the file");
            }
            count *= size;
        }
        long[] offsets = wholeNumbers(file, name, json.path("data_offsets"));
        long bytes = count * width;
        if (offsets.length != 2 || offsets[0] < 0 || offsets[1] > dataLength || offsets[1] - offsets[0] != bytes) {
            throw bad(
                    file,
                    "tensor '" + name + "' lies at " + Arrays.toString(offsets) + " of " + dataLength
                            + " bytes, which does not fit its shape");
        }
        Optional<TensorType> readable = Arrays.stream(Precision.values())
                .filter(precision -> precision.name().equals(type))
                .map(precision -> precision.type)
                .findFirst();
        return new TensorPlace(readable, type, shape, start + offsets[0], bytes);
    }

    private static long[] wholeNumbers(Path file, String name, JsonNode list) {
        if (!list.isArray() || !list.valueStream().allMatch(JsonNode::canConvertToExactIntegral)) {
            throw bad(file, "tensor '" + name + "' has no list of whole numbers for its shape or its place");
        }
        if (!list.valueStream().allMatch(JsonNode::canConvertToLong)) {
            throw bad(file, "tensor '" + name + "' claims a shape or place larger than the file");
        }
        return list.valueStream().mapToLong(JsonNode::asLong).toArray();
    }

    /**
     * Writes the arrays, whole and on disk when this returns.
     *
     * @param file must not be seen by readers until its folder is renamed into place
     */
    public static void write(Path file, Map<String, NDArray> arrays, Precision precision) throws IOException {
        ObjectNode header = JSON.createObjectNode();
        header.putObject("__metadata__").put("format", "pt");
        long offset = 0;
        for (Map.Entry<String, NDArray> array : arrays.entrySet()) {
            ObjectNode entry = header.putObject(array.getKey()).put("dtype", precision.name());
            for (long size : array.getValue().getShape().getShape()) {
                entry.withArray("shape").add(size);
            }
            entry.withArray("shape");
            long bytes = precision.type.bytes(array.getValue().getShape().size());
            entry.putArray("data_offsets").add(offset).add(offset + bytes);
            offset += bytes;
        }
        byte[] text = JSON.writeValueAsBytes(header);
        int padded = (text.length + 7) / 8 * 8;
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer head = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
            head.putLong(padded).put(text);
            while (head.hasRemaining()) {
                head.put((byte) ' ');
            }
            writeFully(channel, head.flip());
            for (NDArray array : arrays.values()) {
                writeFully(channel, bytes(array, precision));
            }
            channel.force(true);
        }
    }

    private static ByteBuffer bytes(NDArray array, Precision precision) {
        float[] values = array.toFloatArray();
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(precision.type.bytes(values.length)))
                .order(ByteOrder.LITTLE_ENDIAN);
        Quantization.encode(precision.type, values, 0, values.length, bytes);
        return bytes;
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static BadCheckpoint bad(Path file, String reason) {
        return new BadCheckpoint(
                file.toString(), reason, "The file is damaged or not safetensors: fetch or save it again");
    }
}
