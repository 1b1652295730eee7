package org.rlhfworkbench.lm.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufTest {

    @TempDir
    Path folder;

    private NDManager manager;
    private byte[] good;

    @BeforeEach
    void write() throws IOException {
        manager = NDManager.newBaseManager();
        GgufWriter writer = new GgufWriter();
        writer.text("general.architecture", "llama");
        writer.wholeNumber("llama.block_count", 7);
        writer.number("llama.rope.freq_base", 0.1);
        writer.flag("tokenizer.ggml.add_bos_token", true);
        writer.texts("tokenizer.ggml.tokens", List.of("a", "", "ü"));
        writer.integers("tokenizer.ggml.token_type", List.of(1, 3, -1));
        Path file = folder.resolve("good.gguf");
        writer.write(
                file,
                List.of(
                        new GgufWriter.Output("wide", ramp(2, 32), TensorType.Q8_0, RowOrder.AS_STORED),
                        new GgufWriter.Output("turned", ramp(3, 2), TensorType.F32, row -> 2 - row),
                        new GgufWriter.Output("half", ramp(5), TensorType.F16, RowOrder.AS_STORED)));
        good = Files.readAllBytes(file);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    // ---------------------------------------------------------------- good files

    @Test
    void what_was_written_is_read_back() throws IOException {
        GgufMetadata metadata = open(good).metadata();
        assertThat(metadata.text("general.architecture")).contains("llama");
        assertThat(metadata.wholeNumber("llama.block_count")).hasValue(7);
        assertThat(metadata.number("llama.rope.freq_base")).contains(0.1);
        assertThat(metadata.flag("tokenizer.ggml.add_bos_token")).contains(true);
        assertThat(metadata.texts("tokenizer.ggml.tokens")).containsExactly("a", "", "ü");
        assertThat(metadata.integers("tokenizer.ggml.token_type")).containsExactly(1, 3, -1);
        assertThat(metadata.text("general.name")).isEmpty();
        Map<String, NDArray> arrays = readAll(good);
        assertThat(arrays.keySet()).containsExactly("wide", "turned", "half");
        assertThat(array(arrays, "wide").getShape()).isEqualTo(new Shape(2, 32));
        assertThat(array(arrays, "turned").toFloatArray()).containsExactly(4, 5, 2, 3, 0, 1);
        assertThat(array(arrays, "half").toFloatArray()).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void rows_come_in_the_order_that_is_asked_for() throws IOException {
        Map<String, RowOrder> wanted = new LinkedHashMap<>();
        wanted.put("turned", row -> 2 - row);
        assertThat(array(open(good).tensors().read(wanted, manager), "turned").toFloatArray())
                .containsExactly(0, 1, 2, 3, 4, 5);
    }

    /** Worked by hand: of 0 … 31 the greatest is 31, d = 31/127 as a half is 0.24414. */
    @Test
    void a_block_of_eight_bits_keeps_a_value_within_half_a_step() throws IOException {
        float[] values = array(readAll(good), "wide").toFloatArray();
        for (int i = 0; i < values.length; i++) {
            assertThat((double) values[i]).isBetween(i - 0.27, i + 0.27);
        }
    }

    // ---------------------------------------------------------------- damaged files

    @Test
    void a_file_cut_anywhere_is_refused() {
        for (int length = 0; length < good.length - 32; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> open(cut)).as("%s bytes", length).isInstanceOf(BadCheckpoint.class);
        }
    }

    @Test
    void another_format_or_version_is_refused_by_name() {
        refused(changed(0, "GGML".getBytes(StandardCharsets.UTF_8)), "does not begin with the mark");
        refused(changed(4, new byte[] {1, 0, 0, 0}), "is of GGUF version 1");
        refused(changed(4, new byte[] {0, 0, 0, 3}), "big-endian");
    }

    @Test
    void counts_beyond_the_file_are_refused() {
        for (long lie : new long[] {-1, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE, 5000}) {
            refused(changed(8, number(lie)), "claims");
            refused(changed(16, number(lie)), "claims");
            refused(changed(24, number(lie)), "claims");
            refused(changed(after("tokenizer.ggml.tokens") + 8, number(lie)), "claims");
        }
    }

    @Test
    void a_value_of_an_unknown_kind_is_refused() {
        refused(changed(after("llama.block_count"), new byte[] {13, 0, 0, 0}), "the unknown kind 13");
        refused(changed(after("tokenizer.ggml.tokens") + 4, new byte[] {9, 0, 0, 0}), "a list of lists");
    }

    @Test
    void a_value_of_another_kind_than_wanted_is_refused_by_name() throws IOException {
        GgufMetadata metadata = open(good).metadata();
        refused(() -> metadata.text("llama.block_count"), "'llama.block_count' is no text");
        refused(() -> metadata.wholeNumber("general.architecture"), "is no whole number");
        refused(() -> metadata.integers("tokenizer.ggml.tokens"), "is no list of");
        refused(() -> metadata.texts("llama.block_count"), "is no list");
    }

    @Test
    void tensors_that_do_not_fit_the_file_are_refused_by_name() {
        int wide = after("wide");
        refused(changed(wide, new byte[] {5, 0, 0, 0}), "tensor 'wide' claims 5 dimensions");
        refused(changed(wide + 4, number(1L << 40)), "tensor 'wide' claims a shape larger than the file");
        refused(changed(wide + 4, number(-32)), "tensor 'wide' claims a shape larger than the file");
        refused(changed(wide + 4, number(33)), "tensor 'wide' has rows of 33 values, no whole blocks of Q8_0");
        refused(changed(wide + 20, new byte[] {20, 0, 0, 0}), "tensor 'wide' has the type IQ4_NL");
        refused(changed(wide + 20, new byte[] {99, 0, 0, 0}), "tensor 'wide' has the type number 99");
        refused(changed(wide + 24, number(4)), "tensor 'wide' lies at byte 4");
        refused(changed(wide + 24, number(1 << 20)), "tensor 'wide' lies at byte 1048576");
        refused(changed(wide + 24, number(-32)), "tensor 'wide' lies at byte");
        refused(changed(after("turned") + 24, number(0)), "tensor 'turned' shares bytes with another");
    }

    @Test
    void thousands_of_damaged_headers_are_read_or_refused_and_nothing_else() throws IOException {
        Random random = new Random(11);
        int header = after("half") + 24;
        int refused = 0;
        for (int i = 0; i < 3000; i++) {
            byte[] damaged = good.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                damaged[random.nextInt(header)] =
                        (byte) (random.nextBoolean() ? random.nextInt(256) : random.nextInt(5) - 2);
            }
            try (NDManager scope = manager.newSubManager()) {
                Gguf gguf = open(damaged);
                gguf.tensors().read(gguf.tensors().names(), scope);
                gguf.metadata().texts("tokenizer.ggml.tokens");
                gguf.metadata().integers("tokenizer.ggml.token_type");
            } catch (BadCheckpoint e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(1000, 2999);
    }

    // ---------------------------------------------------------------- fixtures

    private NDArray ramp(long... shape) {
        return manager.arange((int) new Shape(shape).size())
                .toType(DataType.FLOAT32, false)
                .reshape(shape);
    }

    private Gguf open(byte[] bytes) throws IOException {
        return Gguf.open(Files.write(folder.resolve("x.gguf"), bytes));
    }

    private Map<String, NDArray> readAll(byte[] bytes) throws IOException {
        TensorFile tensors = open(bytes).tensors();
        return tensors.read(tensors.names(), manager);
    }

    private static NDArray array(Map<String, NDArray> arrays, String name) {
        return Objects.requireNonNull(arrays.get(name), name);
    }

    private byte[] changed(int at, byte[] bytes) {
        byte[] changed = good.clone();
        System.arraycopy(bytes, 0, changed, at, bytes.length);
        return changed;
    }

    private static byte[] number(long number) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(number)
                .array();
    }

    /** Where a name ends in the header. */
    private int after(String name) {
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        byte[] length = number(wanted.length);
        for (int at = 24; ; at++) {
            if (Arrays.equals(good, at, at + 8, length, 0, 8)
                    && Arrays.equals(good, at + 8, at + 8 + wanted.length, wanted, 0, wanted.length)) {
                return at + 8 + wanted.length;
            }
        }
    }

    private void refused(byte[] bytes, String reason) {
        refused(() -> open(bytes), reason);
    }

    private static void refused(ThrowingCallable reading, String reason) {
        assertThatThrownBy(reading).isInstanceOf(BadCheckpoint.class).hasMessageContaining(reason);
    }
}
