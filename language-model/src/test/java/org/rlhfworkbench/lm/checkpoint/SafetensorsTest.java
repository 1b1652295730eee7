package org.rlhfworkbench.lm.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {

    private static final String GOOD = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]},"
            + "\"b\":{\"dtype\":\"BF16\",\"shape\":[3],\"data_offsets\":[16,22]}}";

    @TempDir
    Path folder;

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    // ---------------------------------------------------------------- round trips

    @Test
    void float32_comes_back_bit_for_bit() throws IOException {
        float[] values = {0f, -0f, 1f, 0.1f, -3e38f, Float.MIN_VALUE, Float.POSITIVE_INFINITY, Float.NaN};
        assertThat(roundTrip(values, Safetensors.Precision.F32)).isEqualTo(values);
    }

    @Test
    void bfloat16_is_rounded_to_the_nearest_and_ties_to_even() throws IOException {
        float[] values = {
            bits(0x3f808000), // a tie below an even one
            bits(0x3f818000), // a tie below an odd one
            bits(0x3f808001), // just above a tie
            bits(0x3f807fff), // just below a tie
            bits(0xbf818000), // a negative tie
            bits(0x7f7fffff), // the greatest float rounds to infinity
            Float.NEGATIVE_INFINITY,
            bits(0x00008001) // a subnormal
        };
        float[] expected = {
            bits(0x3f800000),
            bits(0x3f820000),
            bits(0x3f810000),
            bits(0x3f800000),
            bits(0xbf820000),
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            bits(0x00010000)
        };
        assertThat(roundTrip(values, Safetensors.Precision.BF16)).isEqualTo(expected);
        assertThat(roundTrip(new float[] {bits(0x7f800001), bits(0xffffffff)}, Safetensors.Precision.BF16))
                .containsOnly(Float.NaN);
    }

    @Test
    void float16_is_rounded_to_the_nearest_and_ties_to_even() throws IOException {
        float[] values = {1 + 1f / 2048, 1 + 3f / 2048, 65504f, 65520f, -0f, 0x1p-24f, 0x1p-25f, Float.NaN};
        float[] expected = {1, 1 + 2f / 1024, 65504f, Float.POSITIVE_INFINITY, -0f, 0x1p-24f, 0f, Float.NaN};
        assertThat(roundTrip(values, Safetensors.Precision.F16)).isEqualTo(expected);
    }

    @Test
    void names_shapes_and_order_come_back() throws IOException {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        arrays.put("z", manager.create(new float[] {1, 2, 3, 4, 5, 6}, new Shape(3, 2)));
        arrays.put("scalar", manager.create(7f));
        arrays.put("a \"quoted\" ü", manager.create(new float[] {8}));
        Path file = folder.resolve("x.safetensors");
        Safetensors.write(file, arrays, Safetensors.Precision.F32);
        Map<String, NDArray> found = read(file);
        assertThat(found.keySet()).containsExactly("z", "scalar", "a \"quoted\" ü");
        assertThat(array(found, "z").getShape()).isEqualTo(new Shape(3, 2));
        assertThat(array(found, "z").toFloatArray()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(array(found, "scalar").getShape()).isEqualTo(new Shape());
    }

    @Test
    void a_file_is_not_taken_for_a_pickle_whatever_the_length_of_its_header() throws IOException {
        for (int length = 1; length < 700; length += 8) {
            Path file = folder.resolve("x.safetensors");
            Safetensors.write(
                    file, Map.of("n".repeat(length), manager.create(new float[2])), Safetensors.Precision.F32);
            assertThat(read(file)).as("a name of %s", length).hasSize(1);
        }
    }

    // ---------------------------------------------------------------- damaged files

    @Test
    void a_file_cut_anywhere_is_refused() throws IOException {
        byte[] whole = bytes(GOOD, 22);
        assertThat(read(file(whole))).containsOnlyKeys("a", "b");
        for (int length = 0; length < whole.length; length++) {
            Path cut = file(Arrays.copyOf(whole, length));
            refused(() -> read(cut), "damaged or not safetensors");
        }
    }

    @Test
    void a_header_longer_than_the_file_is_refused() throws IOException {
        for (long claimed : new long[] {0, -1, 1 << 20, 100_000_001, Long.MAX_VALUE, Long.MIN_VALUE}) {
            byte[] whole = bytes(GOOD, 22);
            ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).putLong(claimed);
            Path file = file(whole);
            refused(() -> read(file), "claims a header of " + claimed + " bytes");
        }
    }

    @Test
    void a_header_that_is_no_json_object_is_refused() throws IOException {
        for (String header : new String[] {"{\"a\":", "not json", "[]", "5", "null", "        ", "[".repeat(5000)}) {
            Path file = file(bytes(header, 22));
            refused(() -> read(file), "its header is not JSON");
        }
    }

    @Test
    void an_unknown_type_is_refused_by_name() throws IOException {
        Path file = file(bytes(GOOD.replace("BF16", "C64"), 22));
        refused(() -> read(file), "tensor 'b' has the type 'C64'");
    }

    @Test
    void whole_numbers_beside_the_weights_are_refused_only_where_they_are_wanted() throws IOException {
        Path file = file(bytes(GOOD.replace("\"BF16\",\"shape\":[3]", "\"I16\",\"shape\":[3]"), 22));
        assertThat(Safetensors.open(file).read(Set.of("a"), manager)).containsOnlyKeys("a");
        refused(() -> read(file), "tensor 'b' has the type 'I16', which is not read here");
    }

    @Test
    void bytes_that_belong_to_no_tensor_are_refused() throws IOException {
        Path longer = file(bytes(GOOD, 23));
        refused(() -> read(longer), "has 1 bytes behind its last tensor");
        Path gap = file(bytes(GOOD.replace("[16,22]", "[18,24]"), 24));
        refused(() -> read(gap), "tensor 'b' follows bytes that belong to none");
    }

    @Test
    void a_name_that_is_given_twice_is_refused() throws IOException {
        Path file = file(bytes(GOOD.replace("\"b\"", "\"a\""), 22));
        refused(() -> read(file), "its header is not JSON");
    }

    @Test
    void shapes_and_offsets_that_do_not_fit_the_file_are_refused() throws IOException {
        for (String[] lie : new String[][] {
            {"[2,2]", "[2,3]"},
            {"[2,2]", "[-2,-2]"},
            {"[2,2]", "[4294967296,4294967296]"},
            {"[2,2]", "[9223372036854775807,2]"},
            {"[2,2]", "[9223372036854775808]"},
            {"[2,2]", "[0,9223372036854775807]"},
            {"[2,2]", "[2.5,2]"},
            {"[2,2]", "[\"2\",2]"},
            {"[2,2]", "[{},2]"},
            {"[2,2]", "4"},
            {"[0,16]", "[16,0]"},
            {"[0,16]", "[-16,0]"},
            {"[0,16]", "[16,32]"},
            {"[0,16]", "[9223372036854775800,9223372036854775816]"},
            {"[0,16]", "[-9223372036854775808,16]"},
            {"[0,16]", "[0]"},
            {"[0,16]", "[0,16,16]"},
            {"[0,16]", "\"0,16\""},
            {"[0,16]", "[null,16]"},
            {"{\"dtype\":\"F32\"", "{\"dtype\":{}"},
        }) {
            Path file = file(bytes(GOOD.replace(lie[0], lie[1]), 22));
            refused(() -> read(file), "tensor 'a'");
        }
    }

    @Test
    void tensors_that_share_bytes_are_refused_lest_a_small_file_fills_the_memory() throws IOException {
        StringBuilder header = new StringBuilder("{");
        for (int i = 0; i < 100; i++) {
            header.append(i == 0 ? "" : ",")
                    .append("\"t" + i + "\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}");
        }
        Path file = file(bytes(header.append('}').toString(), 16));
        refused(() -> read(file), "shares bytes with another");
    }

    @Test
    void what_lies_beyond_two_gigabytes_is_read() throws IOException {
        long size = 5L << 29;
        String header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[" + size / 4 + "],\"data_offsets\":[0," + size
                + "]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[" + size + "," + (size + 4) + "]}}";
        Path file = file(bytes(header, 0));
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.seek(8 + header.length() + size);
            sparse.writeInt(Integer.reverseBytes(Float.floatToIntBits(7)));
        }
        TensorFile tensors = Safetensors.open(file);
        assertThat(tensors.shape("a")).containsExactly(size / 4);
        assertThat(array(tensors.read(Set.of("b"), manager), "b").toFloatArray())
                .containsExactly(7);
    }

    @Test
    void thousands_of_damaged_headers_are_read_or_refused_and_nothing_else() throws IOException {
        Random random = new Random(7);
        byte[] whole = bytes(GOOD, 22);
        int refused = 0;
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = whole.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                int at = random.nextInt(8 + GOOD.length());
                damaged[at] = random.nextBoolean()
                        ? (byte) random.nextInt(256)
                        : (byte) "0123456789-[]{}\",:.eE ".charAt(random.nextInt(22));
            }
            try (NDManager scope = manager.newSubManager()) {
                Safetensors.read(file(damaged), scope, (name, array) -> {
                    assertThat(array.getShape().size()).isLessThanOrEqualTo(11);
                });
            } catch (BadCheckpoint e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(1000);
    }

    // ---------------------------------------------------------------- fixtures

    private float[] roundTrip(float[] values, Safetensors.Precision precision) throws IOException {
        Path file = folder.resolve("x.safetensors");
        Safetensors.write(file, Map.of("x", manager.create(values)), precision);
        return array(read(file), "x").toFloatArray();
    }

    private Map<String, NDArray> read(Path file) throws IOException {
        Map<String, NDArray> found = new LinkedHashMap<>();
        Safetensors.read(file, manager, found::put);
        return found;
    }

    private static NDArray array(Map<String, NDArray> arrays, String name) {
        return Objects.requireNonNull(arrays.get(name), name);
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("x.safetensors"), content);
    }

    private static byte[] bytes(String header, int data) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + text.length + data)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .array();
    }

    private static float bits(int bits) {
        return Float.intBitsToFloat(bits);
    }

    private static void refused(ThrowingCallable reading, String reason) {
        assertThatThrownBy(reading).isInstanceOf(BadCheckpoint.class).hasMessageContaining(reason);
    }
}
