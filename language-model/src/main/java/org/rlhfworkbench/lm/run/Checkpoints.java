package org.rlhfworkbench.lm.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of a run, {@code checkpoints/step-N/}. Each comes into being whole or not at all, and lists its files
 * with size and checksum, so that one which the disk damaged later is passed over when the newest is looked for.
 */
public final class Checkpoints {

    /** Writes the files of a checkpoint into a folder. */
    @FunctionalInterface
    public interface Writer {
        void write(Path folder) throws IOException;
    }

    private record Contents(long step, Map<String, FileMark> files) {}

    private record FileMark(long size, long crc32c) {}

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
    private static final String CONTENTS = "contents.json";
    private static final Pattern NAME = Pattern.compile("step-(\\d{1,18})");

    private final Path folder;
    private final int keep;

    /**
     * The checkpoints in a folder, which need not exist yet.
     *
     * @param keep how many to keep, at least 1
     */
    Checkpoints(Path folder, int keep) {
        if (keep < 1) {
            throw new IllegalArgumentException("at least one checkpoint must be kept, not " + keep);
        }
        this.folder = folder;
        this.keep = keep;
    }

    /**
     * Writes a checkpoint, then removes the oldest beyond the number to keep.
     *
     * @param step the last step whose result is in it
     * @throws RunFailure if it cannot be written; the older ones are still there then
     */
    Checkpoint write(long step, Writer writer) {
        Path target = folder.resolve("step-" + step);
        WholeFolder.create(target, temporary -> {
            writer.write(temporary);
            Map<String, FileMark> files = new LinkedHashMap<>();
            for (Path file : WholeFolder.files(temporary)) {
                files.put(nameIn(temporary, file), mark(file));
            }
            JsonFile.write(temporary.resolve(CONTENTS), new Contents(step, files));
        });
        prune(keep);
        return new Checkpoint(step, target);
    }

    /** Removes all but the newest. */
    void prune(int kept) {
        List<Checkpoint> all = all();
        for (Checkpoint old : all.subList(Math.min(kept, all.size()), all.size())) {
            try {
                WholeFolder.delete(old.folder());
            } catch (IOException e) {
                LOG.warn("Could not remove the old checkpoint {}", old.folder(), e);
            }
        }
    }

    /** The newest checkpoint whose files are all there and unchanged. */
    public Optional<Checkpoint> newestWhole() {
        for (Checkpoint checkpoint : all()) {
            String damage = damage(checkpoint);
            if (damage.isEmpty()) {
                return Optional.of(checkpoint);
            }
            LOG.warn("Passing over the checkpoint {}: {}", checkpoint.folder(), damage);
        }
        return Optional.empty();
    }

    /** Every checkpoint, newest first, whole or not. */
    public List<Checkpoint> all() {
        List<Checkpoint> found = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return found;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                Matcher name = NAME.matcher(entry.getFileName().toString());
                if (name.matches()) {
                    found.add(new Checkpoint(Long.parseLong(name.group(1)), entry));
                }
            }
        } catch (IOException e) {
            throw RunFailure.reading(folder, String.valueOf(e.getMessage()));
        }
        found.sort(Comparator.comparingLong(Checkpoint::step).reversed());
        return found;
    }

    /** Removes what processes that were killed while writing or deleting have left. */
    void sweep() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                String name = entry.getFileName().toString();
                if (name.startsWith(".step-") && (name.endsWith(".tmp") || name.endsWith(".old"))) {
                    LOG.info("Removing the unfinished {}", entry);
                    WholeFolder.deleteTree(entry);
                }
            }
        } catch (IOException e) {
            throw RunFailure.writing(folder, e);
        }
    }

    /** Removes the checkpoints of later steps: a resumed run writes them again. */
    void forgetAfter(long step) {
        for (Checkpoint checkpoint : all()) {
            if (checkpoint.step() > step) {
                try {
                    WholeFolder.delete(checkpoint.folder());
                } catch (IOException e) {
                    throw RunFailure.writing(checkpoint.folder(), e);
                }
            }
        }
    }

    private static String damage(Checkpoint checkpoint) {
        try {
            Contents contents = JsonFile.read(checkpoint.folder().resolve(CONTENTS), Contents.class);
            for (Map.Entry<String, FileMark> entry : contents.files.entrySet()) {
                Path file = checkpoint.folder().resolve(entry.getKey());
                if (!Files.isRegularFile(file)) {
                    return entry.getKey() + " is missing";
                }
                if (!mark(file).equals(entry.getValue())) {
                    return entry.getKey() + " is not as it was written";
                }
            }
            return "";
        } catch (RunFailure | IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String nameIn(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    private static FileMark mark(Path file) throws IOException {
        CRC32C crc = new CRC32C();
        try (InputStream in = new CheckedInputStream(Files.newInputStream(file), crc)) {
            byte[] buffer = new byte[1 << 16];
            while (in.read(buffer) >= 0) {
                continue;
            }
        }
        return new FileMark(Files.size(file), crc.getValue());
    }
}
