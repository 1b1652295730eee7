package org.rlhfworkbench.feedback.exchange;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.function.Consumer;
import org.rlhfworkbench.feedback.FeedbackException.FileTrouble;
import org.rlhfworkbench.feedback.Refusal;
import org.rlhfworkbench.feedback.lines.Json;
import tools.jackson.databind.node.ObjectNode;

/** Writes JSON Lines to a temporary name, syncs, and renames: the file is there whole or not at all. */
final class LinesFile {

    private LinesFile() {}

    static ExportedFile write(Path file, Consumer<Consumer<ObjectNode>> source) {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
        Path temporary = folder.resolve("." + file.getFileName() + ".tmp");
        try {
            Files.createDirectories(folder);
            ExportedFile written = writeTo(temporary, file, source);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return written;
        } catch (IOException | UncheckedIOException e) {
            throw new FileTrouble(e, Refusal.FILE_UNWRITABLE, file.toString());
        }
    }

    /** Writes to a stream, such as a download. */
    static long write(OutputStream out, Consumer<Consumer<ObjectNode>> source) {
        long[] lines = {0};
        source.accept(line -> {
            try {
                out.write((Json.write(line) + "\n").getBytes(StandardCharsets.UTF_8));
                lines[0]++;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return lines[0];
    }

    private static ExportedFile writeTo(Path temporary, Path file, Consumer<Consumer<ObjectNode>> source)
            throws IOException {
        MessageDigest digest = sha256();
        try (FileChannel channel = FileChannel.open(
                        temporary,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
                OutputStream out = new BufferedOutputStream(
                        new DigestOutputStream(Channels.newOutputStream(channel), digest), 1 << 16)) {
            long lines = write(out, source);
            out.flush();
            channel.force(true);
            return new ExportedFile(file, HexFormat.of().formatHex(digest.digest()), lines);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
