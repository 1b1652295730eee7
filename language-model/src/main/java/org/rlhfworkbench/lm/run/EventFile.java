package org.rlhfworkbench.lm.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * TensorBoard's event file: TFRecords of {@code Event} messages with scalar summaries, written by hand because four
 * kinds of field are all that is needed.
 *
 * <p>A TFRecord is: length (8 bytes, little-endian), masked CRC-32C of the length, data, masked CRC-32C of the data.
 */
final class EventFile implements AutoCloseable {

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED_32 = 5;

    /** Field numbers of {@code Event}, {@code Summary}, {@code Summary.Value} and {@code SessionLog}. */
    private static final int EVENT_WALL_TIME = 1;

    private static final int EVENT_STEP = 2;
    private static final int EVENT_FILE_VERSION = 3;
    private static final int EVENT_SUMMARY = 5;
    private static final int EVENT_SESSION_LOG = 7;
    private static final int SUMMARY_VALUE = 1;
    private static final int VALUE_TAG = 1;
    private static final int VALUE_SIMPLE = 2;
    private static final int SESSION_STATUS = 1;
    private static final int SESSION_START = 1;

    private final Path file;
    private final FileChannel channel;

    /**
     * Begins a file.
     *
     * @param firstStep TensorBoard forgets what earlier files of the folder say from this step on
     */
    EventFile(Path folder, Instant now, long firstStep) {
        this.file = folder.resolve("events.out.tfevents." + now.getEpochSecond() + "." + now.getNano() + ".workbench");
        try {
            this.channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw RunFailure.writing(file, e);
        }
        Message version = event(now, 0).bytes(EVENT_FILE_VERSION, "brain.Event:2".getBytes(StandardCharsets.UTF_8));
        record(version.toBytes());
        Message start = new Message().varint(SESSION_STATUS, SESSION_START);
        record(event(now, firstStep).bytes(EVENT_SESSION_LOG, start.toBytes()).toBytes());
    }

    void scalars(Instant now, long step, Map<String, ? extends Number> values) {
        Message summary = new Message();
        values.forEach((tag, value) -> {
            Message scalar = new Message()
                    .bytes(VALUE_TAG, tag.getBytes(StandardCharsets.UTF_8))
                    .fixed32(VALUE_SIMPLE, value.floatValue());
            summary.bytes(SUMMARY_VALUE, scalar.toBytes());
        });
        record(event(now, step).bytes(EVENT_SUMMARY, summary.toBytes()).toBytes());
    }

    private static Message event(Instant now, long step) {
        double seconds = now.getEpochSecond() + now.getNano() / 1e9;
        return new Message().fixed64(EVENT_WALL_TIME, seconds).varint(EVENT_STEP, step);
    }

    private void record(byte[] data) {
        byte[] length = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(data.length)
                .array();
        ByteBuffer record = ByteBuffer.allocate(16 + data.length).order(ByteOrder.LITTLE_ENDIAN);
        record.put(length)
                .putInt(maskedCrc(length))
                .put(data)
                .putInt(maskedCrc(data))
                .flip();
        try {
            while (record.hasRemaining()) {
                channel.write(record);
            }
        } catch (IOException e) {
            throw RunFailure.writing(file, e);
        }
    }

    /** Masked as TensorFlow does, because a CRC over data that holds CRCs says little. */
    static int maskedCrc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return Integer.rotateRight((int) crc.getValue(), 15) + 0xA282EAD8;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw RunFailure.writing(file, e);
        }
    }

    /** A protocol buffer under construction. */
    private static final class Message {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message varint(int field, long value) {
            key(field, VARINT);
            raw(value);
            return this;
        }

        Message fixed64(int field, double value) {
            key(field, FIXED_64);
            out.writeBytes(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putDouble(value)
                    .array());
            return this;
        }

        Message fixed32(int field, float value) {
            key(field, FIXED_32);
            out.writeBytes(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putFloat(value)
                    .array());
            return this;
        }

        Message bytes(int field, byte[] value) {
            key(field, BYTES);
            raw(value.length);
            out.writeBytes(value);
            return this;
        }

        private void key(int field, int wireType) {
            raw((long) field << 3 | wireType);
        }

        private void raw(long value) {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                out.write((int) (rest & 0x7F | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }

        byte[] toBytes() {
            return out.toByteArray();
        }
    }
}
