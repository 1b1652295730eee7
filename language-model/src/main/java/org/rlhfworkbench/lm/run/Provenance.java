package org.rlhfworkbench.lm.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a run's result comes from: enough to tell whether it could be made again, and from what it was made.
 *
 * @param command the command
 * @param codeVersion of this program; {@code development} when run from sources
 * @param seed of all randomness
 * @param threads that the arithmetic used: with another number the last bits of the result differ
 * @param device such as {@code cpu} or {@code cuda:0}
 * @param data the files read
 * @param parents the models begun from
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Provenance(
        String command,
        String codeVersion,
        Instant startedAt,
        long seed,
        int threads,
        String device,
        Machine machine,
        List<DataFile> data,
        List<ParentModel> parents) {

    /**
     * A file that was read.
     *
     * @param role such as {@code train} or {@code eval}
     * @param sha256 of its bytes, in hexadecimal
     */
    public record DataFile(String role, String path, long bytes, String sha256) {

        public static DataFile of(String role, Path file) {
            try {
                return new DataFile(role, file.toString(), Files.size(file), sha256Of(file));
            } catch (IOException e) {
                throw RunFailure.reading(file, String.valueOf(e.getMessage()));
            }
        }
    }

    /**
     * A model that was begun from.
     *
     * @param role such as {@code policy} or {@code reward}
     * @param sha256 of its files: SHA-256 over a line {@code HASH  NAME} for each, sorted by name
     */
    public record ParentModel(String role, String path, String sha256) {

        public static ParentModel of(String role, Path model) {
            MessageDigest digest = newDigest();
            try {
                for (Path file : WholeFolder.files(model)) {
                    String name = Files.isDirectory(model)
                            ? model.relativize(file).toString().replace('\\', '/')
                            : String.valueOf(model.getFileName());
                    digest.update((sha256Of(file) + "  " + name + "\n").getBytes(StandardCharsets.UTF_8));
                }
            } catch (IOException e) {
                throw RunFailure.reading(model, String.valueOf(e.getMessage()));
            }
            return new ParentModel(role, model.toString(), HexFormat.of().formatHex(digest.digest()));
        }
    }

    /** What it ran on. No host name: a provenance travels with its model. */
    public record Machine(String system, String architecture, int processors, long heapBytes, String java) {

        static Machine current() {
            return new Machine(
                    System.getProperty("os.name") + " " + System.getProperty("os.version"),
                    System.getProperty("os.arch"),
                    Runtime.getRuntime().availableProcessors(),
                    Runtime.getRuntime().maxMemory(),
                    System.getProperty("java.vendor") + " " + Runtime.version());
        }
    }

    public Provenance {
        data = List.copyOf(data);
        parents = List.copyOf(parents);
    }

    /** The provenance of a run that begins now, in this process. */
    public static Provenance of(
            String command, long seed, int threads, String device, List<DataFile> data, List<ParentModel> parents) {
        return new Provenance(
                command, version(), Instant.now(), seed, threads, device, Machine.current(), data, parents);
    }

    private static String version() {
        @Nullable String version = Provenance.class.getPackage().getImplementationVersion();
        return System.getProperty("workbench.version", version == null ? "development" : version);
    }

    private static String sha256Of(Path file) throws IOException {
        MessageDigest digest = newDigest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            byte[] buffer = new byte[1 << 16];
            while (in.read(buffer) >= 0) {
                continue;
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
