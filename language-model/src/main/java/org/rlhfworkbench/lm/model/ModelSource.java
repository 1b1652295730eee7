package org.rlhfworkbench.lm.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.rlhfworkbench.lm.checkpoint.BadCheckpoint;
import org.rlhfworkbench.lm.checkpoint.Gguf;

/**
 * What the {@code M} of a command may name: a model folder, a GGUF file, a run directory (its {@code model/}), or a bundled
 * model.
 */
public final class ModelSource {

    /** System property: the folder of the bundled models, set by the launcher. */
    public static final String BUNDLED_MODELS = "workbench.models";

    private ModelSource() {}

    /**
     * The folder or GGUF file that the name stands for.
     *
     * @throws BadCheckpoint when there is none
     */
    public static Path resolve(String name) {
        Path path = Path.of(name);
        if (Files.isRegularFile(path.resolve("config.json")) && Files.isDirectory(path.resolve("model"))) {
            return path.resolve("model");
        }
        if (Files.isRegularFile(path) && name.endsWith(Gguf.SUFFIX)) {
            return path;
        }
        if (Files.isDirectory(path)) {
            return Files.isDirectory(path.resolve("model")) ? path.resolve("model") : onlyFile(path);
        }
        Path bundled = Path.of(System.getProperty(BUNDLED_MODELS, "language-model/models"))
                .resolve(name);
        if (path.getNameCount() == 1 && Files.isDirectory(bundled)) {
            return bundled;
        }
        throw new BadCheckpoint(
                name,
                "is neither a folder, nor a .gguf file, nor the name of a bundled model",
                "Name a folder in Hugging Face layout, a GGUF file, a run directory, or a bundled model such as"
                        + " stories-base");
    }

    /** A folder that holds one GGUF file and no other model stands for the file. */
    private static Path onlyFile(Path folder) {
        if (Files.exists(folder.resolve("config.json"))) {
            return folder;
        }
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> files =
                    all.filter(file -> file.toString().endsWith(Gguf.SUFFIX)).toList();
            return files.size() == 1 ? files.getFirst() : folder;
        } catch (IOException e) {
            return folder;
        }
    }

    /** What a model is called: {@code model/} inside a run directory is named after the run. */
    public static String nameOf(Path source) {
        Path absolute = source.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        String name = String.valueOf(
                absolute.endsWith("model") && parent != null ? parent.getFileName() : absolute.getFileName());
        return name.endsWith(Gguf.SUFFIX) ? name.substring(0, name.length() - Gguf.SUFFIX.length()) : name;
    }
}
