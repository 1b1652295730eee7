package org.rlhfworkbench.lm.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a GGUF file says about its model: names with numbers, truth values, texts and lists of them. A list is decoded
 * where it is asked for, so that a long one that nobody wants costs nothing.
 */
public final class GgufMetadata {

    /** The kinds of value, by their numbers. */
    private enum Kind {
        UINT8(1),
        INT8(1),
        UINT16(2),
        INT16(2),
        UINT32(4),
        INT32(4),
        FLOAT32(4),
        BOOL(1),
        STRING(8),
        ARRAY(12),
        UINT64(8),
        INT64(8),
        FLOAT64(8);

        /** At least. */
        private final int bytes;

        Kind(int bytes) {
            this.bytes = bytes;
        }

        static Kind read(GgufReader in) {
            int number = in.int32();
            if (number < 0 || number >= values().length) {
                throw in.bad("has a value of the unknown kind " + Integer.toUnsignedString(number));
            }
            return values()[number];
        }
    }

    /** A list that is not decoded yet. */
    private record Sequence(Kind kind, int count, ByteBuffer bytes) {}

    private final String place;
    private final Map<String, Object> values;

    private GgufMetadata(String place, Map<String, Object> values) {
        this.place = place;
        this.values = values;
    }

    static GgufMetadata read(GgufReader in, long count) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (long i = 0; i < count; i++) {
            String key = in.text();
            Kind kind = Kind.read(in);
            if (values.put(key, kind == Kind.ARRAY ? sequence(in, key) : value(in, kind)) != null) {
                throw in.bad("says '" + key + "' twice");
            }
        }
        return new GgufMetadata(in.place(), values);
    }

    private static Object value(GgufReader in, Kind kind) {
        return switch (kind) {
            case UINT8 -> (long) (in.int8() & 0xff);
            case INT8 -> (long) in.int8();
            case UINT16 -> (long) (in.int16() & 0xffff);
            case INT16 -> (long) in.int16();
            case UINT32 -> in.int32() & 0xffffffffL;
            case INT32 -> (long) in.int32();
            case UINT64, INT64 -> in.int64();
            case FLOAT32 -> Double.parseDouble(Float.toString(Float.intBitsToFloat(in.int32())));
            case FLOAT64 -> Double.longBitsToDouble(in.int64());
            case BOOL -> in.int8() != 0;
            case STRING -> in.text();
            case ARRAY -> throw new IllegalArgumentException("a list is no single value");
        };
    }

    private static Sequence sequence(GgufReader in, String key) {
        Kind kind = Kind.read(in);
        if (kind == Kind.ARRAY) {
            throw in.bad("'" + key + "' is a list of lists, which no model needs");
        }
        int count = (int) in.count(kind.bytes);
        if (kind != Kind.STRING) {
            return new Sequence(kind, count, in.take((long) count * kind.bytes));
        }
        GgufReader start = in.mark();
        for (int i = 0; i < count; i++) {
            in.take(in.count(1));
        }
        return new Sequence(kind, count, start.take(in.position() - start.position()));
    }

    /** All names, in the file's order. */
    public Set<String> keys() {
        return Collections.unmodifiableSet(values.keySet());
    }

    /**
     * A text.
     *
     * @throws BadCheckpoint if the value is of another kind
     */
    public Optional<String> text(String key) {
        return value(key, String.class, "text");
    }

    /** A whole number; as {@link #text}. */
    public OptionalLong wholeNumber(String key) {
        Optional<Long> number = value(key, Long.class, "whole number");
        return number.isPresent() ? OptionalLong.of(number.get()) : OptionalLong.empty();
    }

    /** A number; as {@link #text}. */
    public Optional<Double> number(String key) {
        return value(key, Number.class, "number").map(Number::doubleValue);
    }

    /** A truth value; as {@link #text}. */
    public Optional<Boolean> flag(String key) {
        return value(key, Boolean.class, "truth value");
    }

    /** A list of texts, empty where there is none; as {@link #text}. */
    public List<String> texts(String key) {
        Sequence sequence = sequence(key, Kind.STRING);
        if (sequence == null) {
            return List.of();
        }
        ByteBuffer bytes = sequence.bytes().duplicate().order(ByteOrder.LITTLE_ENDIAN);
        String[] texts = new String[sequence.count()];
        for (int i = 0; i < texts.length; i++) {
            byte[] text = new byte[(int) bytes.getLong()];
            bytes.get(text);
            texts[i] = new String(text, StandardCharsets.UTF_8);
        }
        return Arrays.asList(texts);
    }

    /** A list of 32-bit whole numbers, empty where there is none; as {@link #text}. */
    public List<Integer> integers(String key) {
        Sequence sequence = sequence(key, Kind.INT32, Kind.UINT32);
        return sequence == null
                ? List.of()
                : view(sequence.count(), i -> sequence.bytes().getInt(4 * i));
    }

    /** A list of 32-bit numbers, empty where there is none; as {@link #text}. */
    public List<Float> numbers(String key) {
        Sequence sequence = sequence(key, Kind.FLOAT32);
        return sequence == null
                ? List.of()
                : view(sequence.count(), i -> sequence.bytes().getFloat(4 * i));
    }

    private static <T> List<T> view(int count, IntFunction<T> get) {
        return new AbstractList<>() {
            @Override
            public T get(int index) {
                return get.apply(Objects.checkIndex(index, count));
            }

            @Override
            public int size() {
                return count;
            }
        };
    }

    private @Nullable Sequence sequence(String key, Kind... kinds) {
        Optional<Sequence> sequence = value(key, Sequence.class, "list");
        if (sequence.isPresent()
                && !Arrays.asList(kinds).contains(sequence.get().kind())) {
            throw wrong(key, "list of " + Arrays.toString(kinds));
        }
        return sequence.orElse(null);
    }

    private <T> Optional<T> value(String key, Class<T> type, String what) {
        Object value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            throw wrong(key, what);
        }
        return Optional.of(type.cast(value));
    }

    private BadCheckpoint wrong(String key, String what) {
        return new BadCheckpoint(place, "'" + key + "' is no " + what, "The file is damaged: fetch it again");
    }
}
