package org.rlhfworkbench.ui.models;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a model lies on the server's disk: a folder in Hugging Face layout, a folder with a PEFT adapter, or a GGUF file.
 *
 * @param path absolute
 */
record ModelPlace(Path path) {

    private static final String GGUF = ".gguf";

    /** The model there, if there seems to be one; whether it can be used shows when it is first loaded. */
    static Optional<ModelPlace> at(String text) {
        try {
            Path path = Path.of(text.strip()).toAbsolutePath().normalize();
            boolean folder = Files.isRegularFile(path.resolve("config.json"))
                    || Files.isRegularFile(path.resolve("adapter_config.json"));
            boolean file = Files.isRegularFile(path) && endsAsGguf(path);
            return !text.isBlank() && (folder || file) ? Optional.of(new ModelPlace(path)) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    String suggestedName() {
        String name = String.valueOf(path.getFileName());
        return endsAsGguf(path) ? name.substring(0, name.length() - GGUF.length()) : name;
    }

    private static boolean endsAsGguf(Path path) {
        return path.toString().toLowerCase(Locale.ROOT).endsWith(GGUF);
    }
}
