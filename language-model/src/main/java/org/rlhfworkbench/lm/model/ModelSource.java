package org.rlhfworkbench.lm.model;

import java.nio.file.Files;
import java.nio.file.Path;
import org.rlhfworkbench.lm.checkpoint.BadCheckpoint;

/** What the {@code M} of a command may name: a model folder, a run directory (its {@code model/}), or a bundled model. */
public final class ModelSource {

    /** System property: the folder of the bundled models, set by the launcher. */
    public static final String BUNDLED_MODELS = "workbench.models";

    private ModelSource() {}

    /**
     * The folder that the name stands for.
     *
     * @throws BadCheckpoint when there is none
     */
    public static Path resolve(String name) {
        Path path = Path.of(name);
        if (Files.isRegularFile(path.resolve("config.json")) && Files.isDirectory(path.resolve("model"))) {
            return path.resolve("model");
        }
        if (Files.isDirectory(path)) {
            return Files.isDirectory(path.resolve("model")) ? path.resolve("model") : path;
        }
        Path bundled = Path.of(System.getProperty(BUNDLED_MODELS, "language-model/models"))
                .resolve(name);
        if (path.getNameCount() == 1 && Files.isDirectory(bundled)) {
            return bundled;
        }
        throw new BadCheckpoint(
                name,
                "is neither a folder nor the name of a bundled model",
                "Name a folder in Hugging Face layout, a run directory, or a bundled model such as stories-base");
    }

    /** What a model is called: {@code model/} inside a run directory is named after the run. */
    public static String nameOf(Path folder) {
        Path absolute = folder.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        return String.valueOf(
                absolute.endsWith("model") && parent != null ? parent.getFileName() : absolute.getFileName());
    }
}
