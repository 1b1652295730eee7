package org.rlhfworkbench.lm.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.lm.SharedData;
import tools.jackson.databind.JsonNode;

class DequantizationTest {

    @Test
    void all_thirteen_types_mean_the_numbers_that_the_gguf_package_gives() {
        JsonNode cases = SharedData.json("golden/gguf-tensors.json").path("cases");
        assertThat(cases.size()).isEqualTo(13).isEqualTo(TensorType.values().length);
        for (JsonNode example : cases) {
            TensorType type = TensorType.valueOf(example.path("type").asString());
            byte[] bytes = Base64.getDecoder().decode(example.path("data").asString());
            float[] expected = flat(example.path("values"));
            float[] found = new float[expected.length];
            assertThat(type.bytes(expected.length)).as(type.name()).isEqualTo(bytes.length);
            type.decode(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), FloatBuffer.wrap(found));
            assertThat(found).as(type.name()).isEqualTo(expected);
        }
    }

    /** Worked by hand: d = 0.5, m = −1; the first byte holds 1 and 2, the others 0. */
    @Test
    void a_block_of_nibbles_has_its_first_half_in_the_low_ones() {
        ByteBuffer block = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
        block.putShort(Float.floatToFloat16(0.5f))
                .putShort(Float.floatToFloat16(-1))
                .put((byte) 0x21)
                .rewind();
        float[] values = new float[32];
        TensorType.Q4_1.decode(block, FloatBuffer.wrap(values));
        assertThat(values[0]).isEqualTo(-0.5f);
        assertThat(values[1]).isEqualTo(-1);
        assertThat(values[16]).isEqualTo(0);
        assertThat(values[17]).isEqualTo(-1);
    }

    private static float[] flat(JsonNode rows) {
        float[] values = new float[rows.size() * rows.path(0).size()];
        int at = 0;
        for (JsonNode row : rows) {
            for (JsonNode value : row) {
                values[at++] = (float) value.asDouble();
            }
        }
        return values;
    }
}
