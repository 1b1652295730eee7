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
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * PyTorch operators that the engine's own array type lacks, or has only in slower pieces.
 *
 * <p>They are written in TorchScript, in the resource {@code kernels.py}, and packed at first use into the archive
 * format that libtorch loads: no Python is involved. Gradients flow through them like through any other operator.
 *
 * <p>Shapes: B batch, T positions, S cached positions, C width, V vocabulary, nh query heads, nkv key and value
 * heads, hs head size. A result belongs to the manager of the <em>first</em> argument, which is therefore always an
 * array of the current step and never a weight.
 */
public final class Kernels {

    private static final NDManager MANAGER = NDManager.newBaseManager();
    private static final PtSymbolBlock MODULE = load();

    /** The profiling executor makes first calls many times slower; the switch is one per thread. */
    private static final ThreadLocal<Boolean> PLAIN_EXECUTOR = ThreadLocal.withInitial(() -> {
        JniUtils.setGraphExecutorOptimize(false);
        return true;
    });

    private static final Map<String, NDArray> METHODS = new ConcurrentHashMap<>();
    private static final Map<Double, NDArray> SCALARS = new ConcurrentHashMap<>();

    private Kernels() {}

    /** Rows of {@code weight} (V, C) at {@code tokens} (B, T): (B, T, C). */
    public static NDArray embedding(NDArray tokens, NDArray weight) {
        return call("embedding", tokens, weight);
    }

    /** {@code x · weightᵀ}: (…, C) and (D, C) give (…, D). */
    public static NDArray linear(NDArray x, NDArray weight) {
        return call("linear", x, weight);
    }

    /** Root-mean-square norm (Zhang and Sennrich 2019, eq. 4) of (…, C) with gain (C). */
    public static NDArray rmsNorm(NDArray x, NDArray weight, double epsilon) {
        return call("rms_norm", x, weight, scalar(epsilon));
    }

    /** Rotary position embedding in the half-split layout (Su et al. 2021, eq. 34): (B, nh, T, hs). */
    public static NDArray rotate(NDArray x, NDArray cosine, NDArray sine) {
        return call("rotate", x, cosine, sine);
    }

    /** SwiGLU's gate (Shazeer 2020, eq. 6): {@code silu(gate) · up}, any equal shapes. */
    public static NDArray swiGlu(NDArray gate, NDArray up) {
        return call("swiglu", gate, up);
    }

    /**
     * Scaled dot-product attention with grouped queries.
     *
     * @param q (B, nh, T, hs)
     * @param k (B, nkv, S, hs), nkv divides nh
     * @param v (B, nkv, S, hs)
     * @param bias added to the scores, (B, 1, T, S), or null
     * @param causal without a bias: position t sees 0 … t (then S = T); otherwise every position sees all
     * @return (B, nh, T, hs)
     */
    public static NDArray attention(NDArray q, NDArray k, NDArray v, @Nullable NDArray bias, boolean causal) {
        return bias == null
                ? call("attention", q, k, v, scalar(causal ? 1 : 0))
                : call("biased_attention", q, k, v, bias);
    }

    /**
     * Copies {@code fresh} (B, nkv, T, hs) into {@code cache} (B, nkv, capacity, hs) from position {@code filled} on.
     *
     * @return a view of what the cache now holds, (B, nkv, filled + T, hs)
     */
    public static NDArray cacheAppend(NDArray fresh, NDArray cache, int filled) {
        return call("cache_append", fresh, cache, scalar(filled));
    }

    /** Natural logarithm of each target's probability: hidden (N, C), weight (V, C), targets (N) give (N). */
    public static NDArray logProbs(NDArray hidden, NDArray weight, NDArray targets, double temperature) {
        return call("log_probs", hidden, weight, targets, scalar(temperature));
    }

    /** Entropy in nats of the next-token distribution: hidden (N, C), weight (V, C) give (N). */
    public static NDArray entropy(NDArray hidden, NDArray weight, double temperature) {
        return call("entropy", hidden, weight, scalar(temperature));
    }

    /**
     * Draws one token a row by inverting the cumulative distribution.
     *
     * @param logits (B, V)
     * @param uniform one number in [0, 1) a row, (B)
     * @param temperature divides the logits; 0 takes the likeliest token
     * @param topK keeps the likeliest k tokens; 0 keeps all
     * @param topP keeps the smallest set of likeliest tokens whose mass reaches p; 1 keeps all
     * @return tokens (B) int64 and their log-probabilities (B) under the tempered, untruncated distribution
     */
    public static NDList draw(NDArray logits, NDArray uniform, double temperature, int topK, double topP) {
        return run("draw", new NDList(logits, uniform, scalar(temperature), scalar(topK), scalar(topP)));
    }

    /**
     * Scales the gradients in place so that their global norm is at most {@code limit}; 0 leaves them alone.
     *
     * @param scope owns the result
     * @return the norm before, a scalar
     */
    public static NDArray clip(NDManager scope, List<NDArray> gradients, double limit) {
        return update(scope, "clip", scalar(limit), Map.of("gradients[]", gradients));
    }

    /**
     * One step of AdamW (Loshchilov and Hutter 2019, algorithm 2) in place; zeroes the gradients.
     *
     * @param settings float32 of learning rate, beta1, beta2, epsilon, weight decay
     * @param steps the number of this step, counted from 1, a scalar for each weight
     */
    public static void adamW(
            NDArray settings,
            List<NDArray> weights,
            List<NDArray> gradients,
            List<NDArray> first,
            List<NDArray> second,
            List<NDArray> steps) {
        Map<String, List<NDArray>> lists = new LinkedHashMap<>();
        lists.put("weights[]", weights);
        lists.put("gradients[]", gradients);
        lists.put("first[]", first);
        lists.put("second[]", second);
        lists.put("steps[]", steps);
        update(settings.getManager(), "adamw", settings, lists);
    }

    /** Runs a method on lists of long-lived arrays. The engine tells lists apart by the names of their arrays. */
    private static NDArray update(NDManager scope, String method, NDArray last, Map<String, List<NDArray>> lists) {
        NDList arguments = new NDList();
        lists.forEach((name, arrays) -> arrays.forEach(array -> {
            array.setName(name);
            arguments.add(array);
        }));
        List<NDArray> named = List.copyOf(arguments);
        arguments.add(last);
        try {
            NDArray result = run(method, arguments).singletonOrThrow();
            result.attach(scope);
            return result;
        } finally {
            named.forEach(array -> array.setName(null));
        }
    }

    private static NDArray call(String method, NDArray... arguments) {
        return run(method, new NDList(arguments)).singletonOrThrow();
    }

    private static NDList run(String method, NDList arguments) {
        PLAIN_EXECUTOR.get();
        arguments.add(METHODS.computeIfAbsent(method, Kernels::marker));
        return IValueUtils.forward(MODULE, arguments, true);
    }

    /** The engine reads the method to run off the name of an extra array. */
    private static NDArray marker(String method) {
        NDArray marker = MANAGER.create(0f);
        marker.setName("module_method:" + method);
        return marker;
    }

    private static NDArray scalar(double value) {
        return SCALARS.computeIfAbsent(value, MANAGER::create);
    }

    private static PtSymbolBlock load() {
        try (InputStream source = Objects.requireNonNull(Kernels.class.getResourceAsStream("kernels.py"))) {
            byte[] archive = archive(source.readAllBytes());
            return JniUtils.loadModule((PtNDManager) MANAGER, new ByteArrayInputStream(archive), false, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** TorchScript's archive: an uncompressed zip of the source and a pickled module object without attributes. */
    private static byte[] archive(byte[] source) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(
                    zip,
                    "data.pkl",
                    latin1("\u0080\u0002c__torch__\nKernels\nq\0)\u0081}(X\b\0\0\0trainingq\1\u0089ubq\2."));
            store(zip, "code/__torch__.py", source);
            store(zip, "constants.pkl", latin1("\u0080\u0002)."));
            store(zip, "version", latin1("10\n"));
        }
        return bytes.toByteArray();
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry("kernels/" + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
