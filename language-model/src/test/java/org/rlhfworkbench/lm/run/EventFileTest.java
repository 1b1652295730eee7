package org.rlhfworkbench.lm.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {

    @TempDir
    Path folder;

    @Test
    void the_checksum_is_tensorflows_masked_crc() {
        // RFC 3720's test vector: 32 zero bytes have the CRC-32C 8A9136AA; masked: rotated right by 15, plus A282EAD8.
        assertThat(EventFile.maskedCrc(new byte[32])).isEqualTo(0x0FD7FFFA);
    }

    @Test
    void records_are_framed_and_hold_the_scalars() throws IOException {
        try (EventFile events = new EventFile(folder, Instant.ofEpochSecond(1), 0)) {
            events.scalars(Instant.ofEpochSecond(2), 3, Map.of("loss", 1.5));
        }
        List<byte[]> records = records();
        assertThat(records).hasSize(3);
        assertThat(new String(records.getFirst(), StandardCharsets.ISO_8859_1)).endsWith("brain.Event:2");
        // wall_time 2.0, step 3, summary { value { tag "loss" simple_value 1.5 } }
        assertThat(HexFormat.of().formatHex(records.getLast()))
                .isEqualTo("090000000000000040" + "1003" + "2a0d" + "0a0b" + "0a046c6f7373" + "150000c03f");
    }

    @Test
    void a_resumed_run_has_tensorboard_forget_the_steps_to_be_repeated() throws IOException {
        try (EventFile events = new EventFile(folder, Instant.ofEpochSecond(1), 5)) {
            events.scalars(Instant.ofEpochSecond(1), 5, Map.of());
        }
        // wall_time 1.0, step 5, session_log { status START }
        assertThat(HexFormat.of().formatHex(records().get(1)))
                .isEqualTo("09000000000000f03f" + "1005" + "3a02" + "0801");
    }

    private List<byte[]> records() throws IOException {
        Path file;
        try (Stream<Path> files = Files.list(folder)) {
            file = files.findFirst().orElseThrow();
        }
        assertThat(file.getFileName().toString()).startsWith("events.out.tfevents.");
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<byte[]> records = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte[] length = new byte[8];
            bytes.get(length);
            assertThat(bytes.getInt()).isEqualTo(EventFile.maskedCrc(length));
            byte[] data = new byte
                    [(int) ByteBuffer.wrap(length)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong()];
            bytes.get(data);
            assertThat(bytes.getInt()).isEqualTo(EventFile.maskedCrc(data));
            records.add(data);
        }
        return records;
    }
}
