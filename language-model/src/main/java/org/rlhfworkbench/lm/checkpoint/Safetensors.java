package org.rlhfworkbench.lm.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The safetensors format: eight bytes of header length, a JSON header, then the tensors' bytes. Everything is read as
 * float32; F16 and BF16 are widened on the way in. A header is checked against the file's length before anything is
 * allocated.
 *
 * @see <a href="https://huggingface.co/docs/safetensors/index#format">the format</a>
 */
public final class Safetensors {

    /** How numbers are stored. */
    public enum Precision {
        F32(4),
        F16(2),
        BF16(2);

        private final int bytes;

        Precision(int bytes) {
            this.bytes = bytes;
        }
    }

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long GREATEST_HEADER = 100_000_000;

    private record Entry(Precision precision, long[] shape, long begin, long end) {}

    private Safetensors() {}

    /**
     * Reads every tensor as float32.
     *
     * @param sink receives each name and its array, which belongs to {@code manager}
     * @throws BadCheckpoint where header and file disagree, a type is not supported, or the file is a pickle
     */
    public static void read(Path file, NDManager manager, BiConsumer<String, NDArray> sink) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            refusePickle(file, channel);
            long length = channel.size();
            long headerLength = headerLength(file, channel, length);
            long start = 8 + headerLength;
            for (Map.Entry<String, Entry> tensor :
                    header(file, channel, headerLength, length - start).entrySet()) {
                Entry entry = tensor.getValue();
                ByteBuffer bytes = channel.map(
                                FileChannel.MapMode.READ_ONLY, start + entry.begin(), entry.end() - entry.begin())
                        .order(ByteOrder.LITTLE_ENDIAN);
                sink.accept(
                        tensor.getKey(), manager.create(floats(bytes, entry.precision()), new Shape(entry.shape())));
            }
        }
    }

    private static long headerLength(Path file, FileChannel channel, long length) throws IOException {
        ByteBuffer first = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        if (length < 8 || channel.read(first, 0) < 8) {
            throw bad(file, "has " + length + " bytes, too few for a header");
        }
        long headerLength = first.getLong(0);
        if (headerLength <= 0 || headerLength > Math.min(GREATEST_HEADER, length - 8)) {
            throw bad(file, "claims a header of " + headerLength + " bytes in a file of " + length);
        }
        return headerLength;
    }

    private static Map<String, Entry> header(Path file, FileChannel channel, long headerLength, long dataLength)
            throws IOException {
        ByteBuffer text = ByteBuffer.allocate((int) headerLength);
        while (text.hasRemaining() && channel.read(text, 8 + text.position()) >= 0) {}
        JsonNode json;
        try {
            json = JSON.readTree(new String(text.array(), StandardCharsets.UTF_8));
        } catch (JacksonException e) {
            throw bad(file, "its header is not JSON");
        }
        if (!json.isObject()) {
            throw bad(file, "its header is not JSON of names and tensors");
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        long claimed = 0;
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            if (!field.getKey().equals("__metadata__")) {
                Entry entry = entry(file, field.getKey(), field.getValue(), dataLength);
                entries.put(field.getKey(), entry);
                claimed += entry.end() - entry.begin();
                if (claimed > dataLength) {
                    throw bad(file, "its tensors claim more bytes than the file has");
                }
            }
        }
        return entries;
    }

    private static Entry entry(Path file, String name, JsonNode json, long dataLength) {
        String type = json.path("dtype").isString() ? json.path("dtype").asString() : "";
        Precision precision;
        try {
            precision = Precision.valueOf(type.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw bad(file, "tensor '" + name + "' has the type '" + type + "', which is not F32, F16 or BF16");
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
        long bytes = count * precision.bytes;
        if (offsets.length != 2 || offsets[0] < 0 || offsets[1] > dataLength || offsets[1] - offsets[0] != bytes) {
            throw bad(
                    file,
                    "tensor '" + name + "' lies at " + Arrays.toString(offsets) + " of " + dataLength
                            + " bytes, which does not fit its shape");
        }
        if (bytes > Integer.MAX_VALUE) {
            throw bad(file, "tensor '" + name + "' has " + bytes + " bytes, more than can be read at once");
        }
        return new Entry(precision, shape, offsets[0], offsets[1]);
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

    private static FloatBuffer floats(ByteBuffer bytes, Precision precision) {
        if (precision == Precision.F32) {
            return bytes.asFloatBuffer();
        }
        FloatBuffer values = FloatBuffer.allocate(bytes.remaining() / 2);
        while (bytes.hasRemaining()) {
            short half = bytes.getShort();
            values.put(precision == Precision.BF16 ? Float.intBitsToFloat(half << 16) : Float.float16ToFloat(half));
        }
        return values.flip();
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
            long bytes = array.getValue().getShape().size() * precision.bytes;
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
        ByteBuffer bytes = ByteBuffer.allocate(values.length * precision.bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            switch (precision) {
                case F32 -> bytes.putFloat(value);
                case F16 -> bytes.putShort(Float.floatToFloat16(value));
                case BF16 -> bytes.putShort(toBfloat16(value));
            }
        }
        return bytes.flip();
    }

    /** Rounds to the nearest, ties to even. */
    private static short toBfloat16(float value) {
        int bits = Float.floatToIntBits(value);
        if (Float.isNaN(value)) {
            return (short) 0x7fc0;
        }
        return (short) ((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** A pickle, or a zip of pickles, starts with its own mark and not with the length of a header. */
    private static void refusePickle(Path file, FileChannel channel) throws IOException {
        byte[] first = new byte[9];
        int count = channel.read(ByteBuffer.wrap(first), 0);
        boolean header = count == 9 && first[8] == '{' && first[7] == 0 && first[6] == 0;
        boolean marked = first[0] == (byte) 0x80 || (first[0] == 'P' && first[1] == 'K');
        if (!header && count >= 2 && marked) {
            throw new BadCheckpoint(file.toString(), "is a pickle, which can run code", "Convert it to safetensors");
        }
    }

    private static BadCheckpoint bad(Path file, String reason) {
        return new BadCheckpoint(
                file.toString(), reason, "The file is damaged or not safetensors: fetch or save it again");
    }
}
