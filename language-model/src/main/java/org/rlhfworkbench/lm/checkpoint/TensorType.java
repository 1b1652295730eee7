package org.rlhfworkbench.lm.checkpoint;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a file stores numbers: in blocks of so many values and bytes, little-endian. The types that GGUF alone has are
 * named as there.
 *
 * @see <a href="https://github.com/ggml-org/ggml/blob/master/docs/gguf.md">the numbers of the types</a>
 */
public enum TensorType {
    F32(0, 1, 4, null),
    F16(1, 1, 2, Dequantization::f16),
    BF16(30, 1, 2, Dequantization::bf16),
    Q4_0(2, 32, 18, Dequantization::q40),
    Q4_1(3, 32, 20, Dequantization::q41),
    Q5_0(6, 32, 22, Dequantization::q50),
    Q5_1(7, 32, 24, Dequantization::q51),
    Q8_0(8, 32, 34, Dequantization::q80),
    Q2_K(10, 256, 84, Dequantization::q2k),
    Q3_K(11, 256, 110, Dequantization::q3k),
    Q4_K(12, 256, 144, Dequantization::q4k),
    Q5_K(13, 256, 176, Dequantization::q5k),
    Q6_K(14, 256, 210, Dequantization::q6k);

    private final int number;
    private final int blockValues;
    private final int blockBytes;
    private final Dequantization.@Nullable Decoder decoder;

    TensorType(int number, int blockValues, int blockBytes, Dequantization.@Nullable Decoder decoder) {
        this.number = number;
        this.blockValues = blockValues;
        this.blockBytes = blockBytes;
        this.decoder = decoder;
    }

    /** The type that GGUF has under a number, empty for one that is not read here. */
    static Optional<TensorType> ofGguf(int number) {
        return Arrays.stream(values()).filter(type -> type.number == number).findFirst();
    }

    /** The type's number in GGUF. */
    int number() {
        return number;
    }

    /** How many values share a block: a row holds whole blocks. */
    int blockValues() {
        return blockValues;
    }

    /** The bytes of so many values, which fill whole blocks. */
    long bytes(long values) {
        return values / blockValues * blockBytes;
    }

    /**
     * Decodes whole blocks.
     *
     * @param source all the bytes, little-endian
     * @param target room for exactly their values
     */
    void decode(ByteBuffer source, FloatBuffer target) {
        if (decoder == null) {
            target.put(source.asFloatBuffer());
            return;
        }
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        float[] values = new float[target.remaining()];
        decoder.decode(bytes, values);
        target.put(values);
    }
}
