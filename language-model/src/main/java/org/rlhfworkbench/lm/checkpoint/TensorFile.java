package org.rlhfworkbench.lm.checkpoint;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A file of named tensors whose header has been found to agree with its length. Tensors are read as float32, all
 * processors at work, from the mapped file into the arrays' own memory.
 */
public final class TensorFile {

    /** Values decoded at once: whole blocks of every type, and few enough to stay in a processor's cache. */
    private static final int STRIP = 1 << 16;

    /** Values of an array that one buffer reaches. */
    private static final long REACH = 1 << 28;

    private final Path file;
    private final MappedFile contents;
    private final Map<String, TensorPlace> tensors;

    TensorFile(Path file, MappedFile contents, Map<String, TensorPlace> tensors) {
        this.file = file;
        this.contents = contents;
        this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    public Path file() {
        return file;
    }

    /** In the header's order. */
    public Set<String> names() {
        return tensors.keySet();
    }

    /** The shape of a tensor that the file has. */
    public long[] shape(String name) {
        return stored(name).shape().clone();
    }

    /** As {@link #read(Map, NDManager)}, in the order stored. */
    public Map<String, NDArray> read(Set<String> names, NDManager manager) {
        Map<String, RowOrder> wanted = new LinkedHashMap<>();
        names.forEach(name -> wanted.put(name, RowOrder.AS_STORED));
        return read(wanted, manager);
    }

    /**
     * Reads tensors as float32.
     *
     * @param wanted the names, and in which order the rows of each are wanted
     * @param manager owns the arrays, on its device
     * @return the arrays by their names, in the order of {@code wanted}
     * @throws BadCheckpoint if one is of a type that is not read here
     */
    public Map<String, NDArray> read(Map<String, RowOrder> wanted, NDManager manager) {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        List<Strip> strips = new ArrayList<>();
        try (NDManager views = NDManager.newBaseManager(Device.cpu())) {
            wanted.forEach((name, order) -> {
                TensorPlace tensor = stored(name);
                TensorType type = tensor.type().orElseThrow(() -> unreadable(name, tensor));
                NDArray array = views.create(new Shape(tensor.shape()), DataType.FLOAT32);
                arrays.put(name, array);
                cut(tensor, type, order, buffers(array), strips);
            });
            strips.parallelStream().forEach(Strip::decode);
            arrays.replaceAll((name, array) -> {
                NDArray placed = array.toDevice(manager.getDevice(), false);
                placed.attach(manager);
                return placed;
            });
        }
        return arrays;
    }

    private TensorPlace stored(String name) {
        TensorPlace tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException(file + " has no tensor '" + name + "'");
        }
        return tensor;
    }

    private BadCheckpoint unreadable(String name, TensorPlace tensor) {
        return new BadCheckpoint(
                file.toString(),
                "tensor '" + name + "' has the type '" + tensor.typeName() + "', which is not read here",
                "Convert it to F32, F16 or BF16");
    }

    /** The array's own memory, as buffers of {@link #REACH} values. */
    private static List<FloatBuffer> buffers(NDArray array) {
        List<FloatBuffer> buffers = new ArrayList<>();
        NDArray flat = array.reshape(-1);
        for (long from = 0; from < array.size(); from += REACH) {
            NDArray part = flat.get(new NDIndex("{}:{}", from, Math.min(array.size(), from + REACH)));
            buffers.add(part.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer());
        }
        return buffers;
    }

    /** Bytes of the file, to be decoded into an array's memory. */
    private record Strip(MappedFile contents, TensorType type, long from, FloatBuffer target) {

        void decode() {
            type.decode(contents.slice(from, type.bytes(target.remaining())), target.duplicate());
        }
    }

    private void cut(
            TensorPlace tensor, TensorType type, RowOrder order, List<FloatBuffer> targets, List<Strip> strips) {
        long row = Math.max(1, order == RowOrder.AS_STORED ? tensor.size() : tensor.rowLength());
        for (long at = 0; at < tensor.size(); ) {
            long inRow = at % row;
            long inBuffer = at % REACH;
            int count = (int) Math.min(Math.min(STRIP, row - inRow), REACH - inBuffer);
            long stored = order.storedRow(at / row) * row + inRow;
            FloatBuffer target = targets.get((int) (at / REACH)).slice((int) inBuffer, count);
            strips.add(new Strip(contents, type, tensor.from() + type.bytes(stored), target));
            at += count;
        }
    }
}
