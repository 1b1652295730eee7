package org.rlhfworkbench.feedback.lines;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.rlhfworkbench.feedback.BadLine;
import org.rlhfworkbench.feedback.BadLine.Fault;
import org.rlhfworkbench.feedback.FeedbackException.ImportRejected;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads one file of JSON Lines, gzipped or not, and gathers its bad lines. */
public final class JsonLines {

    private static final int MAX_LINE_BYTES = 16 << 20;

    private final String file;
    private final List<BadLine> badLines = new ArrayList<>();
    private final Map<String, Long> lineOfId = new HashMap<>();

    private JsonLines(String file) {
        this.file = file;
    }

    /**
     * Hands each line to the handler. A handler that throws {@link LineFault} marks the line bad; the others are
     * still read, so that all bad lines are known. Call it inside a transaction: the exception rolls it back.
     *
     * @param file the name for messages
     * @throws ImportRejected with every bad line
     */
    public static void read(String file, InputStream bytes, Consumer<Line> handler) {
        new JsonLines(file).readAll(bytes, handler);
    }

    private void readAll(InputStream bytes, Consumer<Line> handler) {
        long number = 0;
        boolean any = false;
        try (InputStream in = plain(bytes)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream(4096);
            for (boolean more = true; more; ) {
                line.reset();
                more = readLine(in, line);
                number++;
                if (line.size() > 0 && !isBlank(line)) {
                    any = true;
                    handle(number, line, handler);
                }
            }
        } catch (IOException e) {
            String reason = e.getMessage() == null ? e.toString() : e.getMessage();
            badLines.add(new BadLine(file, number + 1, Fault.UNREADABLE, List.of(reason)));
        }
        if (!any && badLines.isEmpty()) {
            badLines.add(new BadLine(file, 0, Fault.EMPTY_FILE, List.of()));
        }
        if (!badLines.isEmpty()) {
            throw new ImportRejected(file, badLines);
        }
    }

    private void handle(long number, ByteArrayOutputStream bytes, Consumer<Line> handler) {
        try {
            ObjectNode object = parse(bytes);
            UnstorableText.refuseIn(object);
            Line line = new Line(number, object);
            line.id("id").ifPresent(id -> refuseRepeat(id, number));
            handler.accept(line);
        } catch (LineFault fault) {
            badLines.add(fault.at(file, number));
        }
    }

    private void refuseRepeat(String id, long number) {
        Long before = lineOfId.putIfAbsent(id, number);
        if (before != null) {
            throw new LineFault(Fault.REPEATED_ID, id, before.toString());
        }
    }

    private static ObjectNode parse(ByteArrayOutputStream bytes) {
        if (bytes.size() > MAX_LINE_BYTES) {
            throw new LineFault(Fault.TOO_LONG, Integer.toString(MAX_LINE_BYTES));
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
            JsonNode node = Json.parse(text);
            if (node instanceof ObjectNode object) {
                return object;
            }
            throw new LineFault(Fault.NOT_AN_OBJECT);
        } catch (CharacterCodingException e) {
            throw new LineFault(Fault.NOT_UTF8);
        } catch (JacksonException e) {
            throw new LineFault(Fault.NOT_JSON, e.getOriginalMessage());
        }
    }

    /** Keeps at most one byte more than a line may have, so that a file without line ends cannot fill the memory. */
    private static boolean readLine(InputStream in, ByteArrayOutputStream line) throws IOException {
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                return true;
            }
            if (line.size() <= MAX_LINE_BYTES) {
                line.write(b);
            }
        }
        return false;
    }

    private static boolean isBlank(ByteArrayOutputStream line) {
        return line.size() < 64 && line.toString(StandardCharsets.UTF_8).isBlank();
    }

    private static InputStream plain(InputStream bytes) throws IOException {
        BufferedInputStream in = new BufferedInputStream(bytes, 1 << 16);
        in.mark(3);
        byte[] start = in.readNBytes(3);
        boolean gzip = start.length >= 2 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b;
        boolean byteOrderMark = start.length == 3 && start[0] == (byte) 0xef && start[1] == (byte) 0xbb;
        if (!byteOrderMark) {
            in.reset();
        }
        return gzip ? new BufferedInputStream(new GZIPInputStream(in), 1 << 16) : in;
    }
}
