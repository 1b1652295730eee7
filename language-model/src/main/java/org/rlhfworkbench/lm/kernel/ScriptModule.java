package org.rlhfworkbench.lm.kernel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript module written by hand: its source is a resource, packed at load into the archive format that libtorch
 * reads, without Python. Gradients flow through its methods like through any other operator.
 *
 * <p>A result belongs to the manager of the <em>first</em> argument, which is therefore always an array of the current
 * step and never a weight.
 */
public final class ScriptModule {

    /** The profiling executor makes first calls many times slower; the switch is one per thread. */
    private static final ThreadLocal<Boolean> PLAIN_EXECUTOR = ThreadLocal.withInitial(() -> {
        JniUtils.setGraphExecutorOptimize(false);
        return true;
    });

    private static final NDManager MARKERS = NDManager.newBaseManager();
    private static final Map<String, NDArray> METHODS = new ConcurrentHashMap<>();

    private final PtSymbolBlock module;

    private ScriptModule(PtSymbolBlock module) {
        this.module = module;
    }

    /**
     * Compiles a module.
     *
     * @param manager owns the module
     * @param owner the class beside which the resource lies
     * @param resource such as {@code decoder.py}
     * @param name the module's class in it
     * @param attributes first values: Boolean, Integer, Double or an empty List
     */
    public static ScriptModule load(
            NDManager manager, Class<?> owner, String resource, String name, Map<String, Object> attributes) {
        try (InputStream source = Objects.requireNonNull(owner.getResourceAsStream(resource))) {
            byte[] archive = archive(source.readAllBytes(), pickled(name, attributes));
            return new ScriptModule(
                    JniUtils.loadModule((PtNDManager) manager, new ByteArrayInputStream(archive), false, false));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a method. Arrays named {@code x[]} arrive together, as one list. */
    public NDList run(String method, NDList arguments) {
        PLAIN_EXECUTOR.get();
        arguments.add(METHODS.computeIfAbsent(method, ScriptModule::marker));
        return IValueUtils.forward(module, arguments, true);
    }

    /** The engine reads the method to run off the name of an extra array. */
    private static NDArray marker(String method) {
        NDArray marker = MARKERS.create(0f);
        marker.setName("module_method:" + method);
        return marker;
    }

    /** TorchScript's archive: an uncompressed zip of the source and the pickled module object. */
    private static byte[] archive(byte[] source, byte[] object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, "data.pkl", object);
            store(zip, "code/__torch__.py", source);
            store(zip, "constants.pkl", latin1("\u0080\u0002)."));
            store(zip, "version", latin1("10\n"));
        }
        return bytes.toByteArray();
    }

    /** Pickle protocol 2: an object of the class, its state a dictionary. */
    private static byte[] pickled(String name, Map<String, Object> attributes) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(latin1("\u0080\u0002c__torch__\n" + name + "\n)\u0081}("));
        for (Map.Entry<String, Object> attribute : attributes.entrySet()) {
            byte[] key = latin1(attribute.getKey());
            bytes.write(number(5, ByteOrder.LITTLE_ENDIAN)
                    .put((byte) 'X')
                    .putInt(key.length)
                    .array());
            bytes.write(key);
            bytes.write(value(attribute.getValue()));
        }
        bytes.write(latin1("ub."));
        return bytes.toByteArray();
    }

    private static byte[] value(Object value) {
        return switch (value) {
            case Boolean flag -> latin1(flag ? "\u0088" : "\u0089");
            case Integer count ->
                number(5, ByteOrder.LITTLE_ENDIAN).put((byte) 'J').putInt(count).array();
            case Double real ->
                number(9, ByteOrder.BIG_ENDIAN).put((byte) 'G').putDouble(real).array();
            case List<?> empty when empty.isEmpty() -> latin1("]");
            default -> throw new IllegalArgumentException("A module cannot start with " + value);
        };
    }

    private static ByteBuffer number(int bytes, ByteOrder order) {
        return ByteBuffer.allocate(bytes).order(order);
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry("module/" + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
