package org.rlhfworkbench.lm.checkpoint;

import java.nio.ByteBuffer;

/** Numbers to the bytes that files keep: the inverse of {@link Dequantization} for the types that are written. */
final class Quantization {

    private Quantization() {}

    /**
     * Encodes whole blocks.
     *
     * @param target little-endian, with room for them
     * @throws IllegalArgumentException for a type that is not written
     */
    static void encode(TensorType type, float[] values, int from, int count, ByteBuffer target) {
        switch (type) {
            case F32 -> target.asFloatBuffer().put(values, from, count);
            case F16 -> {
                for (int i = 0; i < count; i++) {
                    target.putShort(2 * i, Float.floatToFloat16(values[from + i]));
                }
            }
            case BF16 -> {
                for (int i = 0; i < count; i++) {
                    target.putShort(2 * i, bfloat16(values[from + i]));
                }
            }
            case Q8_0 -> {
                for (int i = 0; i < count; i += 32) {
                    q80(values, from + i, target, i / 32 * 34);
                }
            }
            default -> throw new IllegalArgumentException(type + " is read, not written");
        }
    }

    /** Rounds to the nearest, ties to even. */
    private static short bfloat16(float value) {
        int bits = Float.floatToIntBits(value);
        if (Float.isNaN(value)) {
            return (short) 0x7fc0;
        }
        return (short) ((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
    }

    /** A scale that takes the greatest of 32 values to ±127; halves are rounded away from zero. */
    private static void q80(float[] values, int from, ByteBuffer target, int at) {
        float greatest = 0;
        for (int i = 0; i < 32; i++) {
            greatest = Math.max(greatest, Math.abs(values[from + i]));
        }
        float d = greatest / 127;
        float inverse = d == 0 ? 0 : 1 / d;
        target.putShort(at, Float.floatToFloat16(d));
        for (int i = 0; i < 32; i++) {
            float scaled = values[from + i] * inverse;
            int size = (int) Math.abs(scaled);
            if (Math.abs(scaled) - size >= 0.5f) {
                size++;
            }
            target.put(at + 2 + i, (byte) (scaled < 0 ? -size : size));
        }
    }
}
