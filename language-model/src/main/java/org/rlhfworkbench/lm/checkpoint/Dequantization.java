package org.rlhfworkbench.lm.checkpoint;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The numbers that quantised blocks mean. A block of 32 has a scale d, and some a least value m: x = d·q, x = d·(q − 8)
 * or x = d·q + m. A block of 256, a "K" type, has scales of its own for each 16 or 32 values, themselves quantised.
 *
 * <p>Each function decodes as many whole blocks as the bytes hold.
 *
 * @see <a href="https://github.com/ggml-org/llama.cpp/blob/master/gguf-py/gguf/quants.py">the layouts</a>
 */
final class Dequantization {

    /** Bytes of whole blocks to their values. */
    @FunctionalInterface
    interface Decoder {
        void decode(byte[] bytes, float[] values);
    }

    private static final int K = 256;

    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private Dequantization() {}

    private static float half(byte[] bytes, int at) {
        return Float.float16ToFloat((short) SHORTS.get(bytes, at));
    }

    static void f16(byte[] bytes, float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = half(bytes, 2 * i);
        }
    }

    static void bf16(byte[] bytes, float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat((short) SHORTS.get(bytes, 2 * i) << 16);
        }
    }

    /** d, then 16 bytes: the low nibbles are the first 16 values, the high ones the last. */
    static void q40(byte[] bytes, float[] values) {
        for (int at = 0, out = 0; out < values.length; at += 18, out += 32) {
            float d = half(bytes, at);
            for (int i = 0; i < 16; i++) {
                int both = bytes[at + 2 + i];
                values[out + i] = d * ((both & 15) - 8);
                values[out + 16 + i] = d * ((both >> 4 & 15) - 8);
            }
        }
    }

    /** d, m, then nibbles as in Q4_0. */
    static void q41(byte[] bytes, float[] values) {
        for (int at = 0, out = 0; out < values.length; at += 20, out += 32) {
            float d = half(bytes, at);
            float m = half(bytes, at + 2);
            for (int i = 0; i < 16; i++) {
                int both = bytes[at + 4 + i];
                values[out + i] = d * (both & 15) + m;
                values[out + 16 + i] = d * (both >> 4 & 15) + m;
            }
        }
    }

    /** d, 32 fifth bits, nibbles. */
    static void q50(byte[] bytes, float[] values) {
        for (int at = 0, out = 0; out < values.length; at += 22, out += 32) {
            float d = half(bytes, at);
            int fifth = (int) INTS.get(bytes, at + 2);
            for (int i = 0; i < 16; i++) {
                int both = bytes[at + 6 + i];
                values[out + i] = d * ((both & 15 | (fifth >>> i & 1) << 4) - 16);
                values[out + 16 + i] = d * ((both >> 4 & 15 | (fifth >>> 16 + i & 1) << 4) - 16);
            }
        }
    }

    /** d, m, 32 fifth bits, nibbles. */
    static void q51(byte[] bytes, float[] values) {
        for (int at = 0, out = 0; out < values.length; at += 24, out += 32) {
            float d = half(bytes, at);
            float m = half(bytes, at + 2);
            int fifth = (int) INTS.get(bytes, at + 4);
            for (int i = 0; i < 16; i++) {
                int both = bytes[at + 8 + i];
                values[out + i] = d * (both & 15 | (fifth >>> i & 1) << 4) + m;
                values[out + 16 + i] = d * (both >> 4 & 15 | (fifth >>> 16 + i & 1) << 4) + m;
            }
        }
    }

    /** d, 32 signed bytes. */
    static void q80(byte[] bytes, float[] values) {
        for (int at = 0, out = 0; out < values.length; at += 34, out += 32) {
            float d = half(bytes, at);
            for (int i = 0; i < 32; i++) {
                values[out + i] = d * bytes[at + 2 + i];
            }
        }
    }

    /** 16 bytes of scale and least value, a nibble each; 64 bytes of two bits; the factors of both. */
    static void q2k(byte[] bytes, float[] values) {
        for (int at = 0, out = 0; out < values.length; at += 84, out += K) {
            float d = half(bytes, at + 80);
            float least = half(bytes, at + 82);
            for (int i = 0; i < K; i++) {
                int scale = bytes[at + (i >> 4)];
                int q = bytes[at + 16 + (i >> 7 << 5) + (i & 31)] >> (i >> 5 & 3) * 2 & 3;
                values[out + i] = d * (scale & 15) * q - least * (scale >> 4 & 15);
            }
        }
    }

    /** 32 bytes of third bits (4 is subtracted where one is 0), 64 of two bits, 12 of sixteen 6-bit scales, d. */
    static void q3k(byte[] bytes, float[] values) {
        float[] scales = new float[16];
        for (int at = 0, out = 0; out < values.length; at += 110, out += K) {
            float d = half(bytes, at + 108);
            for (int j = 0; j < 16; j++) {
                int low = bytes[at + 96 + (j & 7)] >> (j >> 3) * 4 & 15;
                int high = bytes[at + 104 + (j & 3)] >> (j >> 2) * 2 & 3;
                scales[j] = d * ((low | high << 4) - 32);
            }
            for (int i = 0; i < K; i++) {
                int q = bytes[at + 32 + (i >> 7 << 5) + (i & 31)] >> (i >> 5 & 3) * 2 & 3;
                int third = bytes[at + (i & 31)] >> (i >> 5) & 1;
                values[out + i] = scales[i >> 4] * (q - 4 * (1 - third));
            }
        }
    }

    /** d, dmin, eight 6-bit scales and eight 6-bit least values in 12 bytes, 128 bytes of nibbles. */
    static void q4k(byte[] bytes, float[] values) {
        float[] scales = new float[16];
        for (int at = 0, out = 0; out < values.length; at += 144, out += K) {
            scalesAndLeast(bytes, at, scales);
            for (int i = 0; i < K; i++) {
                int q = bytes[at + 16 + (i >> 6 << 5) + (i & 31)] >> (i >> 5 & 1) * 4 & 15;
                values[out + i] = scales[i >> 5] * q - scales[8 + (i >> 5)];
            }
        }
    }

    /** As Q4_K with 32 bytes of fifth bits between scales and nibbles. */
    static void q5k(byte[] bytes, float[] values) {
        float[] scales = new float[16];
        for (int at = 0, out = 0; out < values.length; at += 176, out += K) {
            scalesAndLeast(bytes, at, scales);
            for (int i = 0; i < K; i++) {
                int low = bytes[at + 48 + (i >> 6 << 5) + (i & 31)] >> (i >> 5 & 1) * 4 & 15;
                int fifth = bytes[at + 16 + (i & 31)] >> (i >> 5) & 1;
                values[out + i] = scales[i >> 5] * (low | fifth << 4) - scales[8 + (i >> 5)];
            }
        }
    }

    /** Of Q4_K and Q5_K, with their factors: eight scales, then eight least values. */
    private static void scalesAndLeast(byte[] bytes, int at, float[] scales) {
        float d = half(bytes, at);
        float least = half(bytes, at + 2);
        for (int j = 0; j < 4; j++) {
            int scale = bytes[at + 4 + j];
            int minimum = bytes[at + 8 + j];
            int both = bytes[at + 12 + j];
            scales[j] = d * (scale & 63);
            scales[4 + j] = d * (both & 15 | scale >> 2 & 48);
            scales[8 + j] = least * (minimum & 63);
            scales[12 + j] = least * (both >> 4 & 15 | minimum >> 2 & 48);
        }
    }

    /** 128 bytes of low nibbles, 64 of two high bits, sixteen signed scales, d. */
    static void q6k(byte[] bytes, float[] values) {
        for (int at = 0, out = 0; out < values.length; at += 210, out += K) {
            float d = half(bytes, at + 208);
            for (int i = 0; i < K; i++) {
                int low = bytes[at + (i >> 7 << 6) + (i & 63)] >> (i >> 6 & 1) * 4 & 15;
                int high = bytes[at + 128 + (i >> 7 << 5) + (i & 31)] >> (i >> 5 & 3) * 2 & 3;
                values[out + i] = d * bytes[at + 192 + (i >> 4)] * ((low | high << 4) - 32);
            }
        }
    }
}
