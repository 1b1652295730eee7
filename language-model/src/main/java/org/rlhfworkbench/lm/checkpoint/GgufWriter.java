package org.rlhfworkbench.lm.checkpoint;

import ai.djl.ndarray.NDArray;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Collects what a GGUF file says about its model, then writes it with the tensors, one in memory at a time. */
public final class GgufWriter {

    private static final int UINT32 = 4;
    private static final int INT32 = 5;
    private static final int FLOAT32 = 6;
    private static final int BOOL = 7;
    private static final int STRING = 8;
    private static final int ARRAY = 9;

    /** Values encoded at once: whole blocks of every type. */
    private static final int STRIP = 1 << 16;

    private final ByteArrayOutputStream metadata = new ByteArrayOutputStream();
    private int entries;

    /**
     * A tensor to be written.
     *
     * @param rows in which order: the row of {@code array} that becomes a given one
     */
    public record Output(String name, NDArray array, TensorType type, RowOrder rows) {

        private long bytes() {
            return type.bytes(array.size());
        }
    }

    public void text(String key, String value) {
        key(key, STRING);
        text(value);
    }

    /** A whole number from 0 to 2³¹ − 1. */
    public void wholeNumber(String key, int value) {
        key(key, UINT32);
        int32(value);
    }

    public void number(String key, double value) {
        key(key, FLOAT32);
        int32(Float.floatToIntBits((float) value));
    }

    public void flag(String key, boolean value) {
        key(key, BOOL);
        metadata.write(value ? 1 : 0);
    }

    public void texts(String key, List<String> values) {
        key(key, ARRAY);
        int32(STRING);
        int64(values.size());
        values.forEach(this::text);
    }

    public void integers(String key, List<Integer> values) {
        key(key, ARRAY);
        int32(INT32);
        int64(values.size());
        values.forEach(this::int32);
    }

    private void key(String key, int kind) {
        text(key);
        int32(kind);
        entries++;
    }

    private void text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        int64(bytes.length);
        metadata.writeBytes(bytes);
    }

    private void int32(int value) {
        metadata.writeBytes(little(4).putInt(value).array());
    }

    private void int64(long value) {
        metadata.writeBytes(little(8).putLong(value).array());
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Writes the file, whole and on disk when this returns. */
    public void write(Path file, List<Output> tensors) throws IOException {
        List<byte[]> head = new ArrayList<>();
        head.add(little(24)
                .putInt(Gguf.MAGIC)
                .putInt(Gguf.VERSION)
                .putLong(tensors.size())
                .putLong(entries)
                .array());
        head.add(metadata.toByteArray());
        long offset = 0;
        for (Output tensor : tensors) {
            head.add(described(tensor, offset));
            offset += padded(tensor.bytes());
        }
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            for (byte[] part : head) {
                writeFully(channel, ByteBuffer.wrap(part));
            }
            pad(channel);
            for (Output tensor : tensors) {
                write(channel, tensor);
                pad(channel);
            }
            channel.force(true);
        }
    }

    private static byte[] described(Output tensor, long offset) {
        byte[] name = tensor.name().getBytes(StandardCharsets.UTF_8);
        long[] shape = tensor.array().getShape().getShape();
        ByteBuffer bytes = little(24 + name.length + 8 * shape.length);
        bytes.putLong(name.length).put(name).putInt(shape.length);
        for (int d = shape.length - 1; d >= 0; d--) {
            bytes.putLong(shape[d]);
        }
        return bytes.putInt(tensor.type().number()).putLong(offset).array();
    }

    private static long padded(long position) {
        return (position + Gguf.USUAL_ALIGNMENT - 1) / Gguf.USUAL_ALIGNMENT * Gguf.USUAL_ALIGNMENT;
    }

    private static void pad(FileChannel channel) throws IOException {
        writeFully(channel, ByteBuffer.allocate((int) (padded(channel.position()) - channel.position())));
    }

    private static void write(FileChannel channel, Output tensor) throws IOException {
        float[] values = tensor.array().toFloatArray();
        long[] shape = tensor.array().getShape().getShape();
        int row = tensor.rows() == RowOrder.AS_STORED ? values.length : (int) shape[shape.length - 1];
        for (int at = 0; at < values.length; ) {
            int count = Math.min(STRIP, row - at % row);
            int from = (int) tensor.rows().storedRow(at / row) * row + at % row;
            ByteBuffer bytes = little((int) tensor.type().bytes(count));
            Quantization.encode(tensor.type(), values, from, count, bytes);
            writeFully(channel, bytes.clear());
            at += count;
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
