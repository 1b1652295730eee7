package org.rlhfworkbench.lm.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders that come into being, and go, whole: never is a half-written one found under its name. */
final class WholeFolder {

    /** Fills a folder. */
    @FunctionalInterface
    interface Filler {
        void fill(Path folder) throws IOException;
    }

    private WholeFolder() {}

    /** Fills {@code .NAME.tmp} beside the target, forces every file to the disk, and renames it. */
    static void create(Path target, Filler filler) {
        Path temporary = target.resolveSibling("." + target.getFileName() + ".tmp");
        try {
            deleteTree(temporary);
            Files.createDirectories(temporary);
            filler.fill(temporary);
            for (Path path : files(temporary)) {
                force(path);
            }
            forceFolder(temporary);
            delete(target);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            forceFolder(target.resolveSibling("."));
        } catch (IOException e) {
            throw RunFailure.writing(target, e);
        }
    }

    /** Takes a folder away: first its name, then its files. */
    static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            Path leaving = folder.resolveSibling("." + folder.getFileName() + ".old");
            deleteTree(leaving);
            Files.move(folder, leaving, StandardCopyOption.ATOMIC_MOVE);
            deleteTree(leaving);
        }
    }

    static void deleteTree(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> tree = Files.walk(folder)) {
                for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    /** The regular files under a folder, in the order of their names. */
    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows opens no folders; there the rename itself is as durable as it gets.
        }
    }
}
