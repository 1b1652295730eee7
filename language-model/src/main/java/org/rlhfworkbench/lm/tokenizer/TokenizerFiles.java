package org.rlhfworkbench.lm.tokenizer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A tokenizer and its chat template as the files that Transformers reads: content and not a place, so that they travel
 * with every model made from this one, whether they came from a folder or from the metadata of a GGUF file.
 *
 * @param source the folder or file that they came from, which errors name
 * @param contents text by file name, such as {@code tokenizer.json}; what is absent has no entry
 */
public record TokenizerFiles(Path source, Map<String, String> contents) {

    static final String SPECIAL_TOKENS = "special_tokens_map.json";

    /** Says where the model's answers end, which may be more than one token. */
    static final String GENERATION_CONFIG = "generation_config.json";

    private static final List<String> NAMES = List.of(
            Tokenizer.FILE, BytePairVocabulary.CONFIG_FILE, SPECIAL_TOKENS, GENERATION_CONFIG, ChatTemplate.FILE);

    public TokenizerFiles {
        contents = Map.copyOf(contents);
    }

    /** Those of a folder in Hugging Face layout; one without a tokenizer has none. */
    public static TokenizerFiles of(Path folder) {
        Map<String, String> contents = new LinkedHashMap<>();
        for (String name : NAMES) {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file)) {
                contents.put(name, read(file));
            }
        }
        return new TokenizerFiles(folder, contents);
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new TokenizerException(file, "it cannot be read (" + e.getMessage() + ")", "check its permissions");
        }
    }

    /** A file's text, empty where there is no such file. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(contents.get(name));
    }

    /** The place that an error about that file names. */
    public Path place(String name) {
        return Files.isDirectory(source) ? source.resolve(name) : source;
    }

    public boolean hasTokenizer() {
        return contents.containsKey(Tokenizer.FILE);
    }

    /** Writes the files into a folder that exists. */
    public void write(Path folder) {
        contents.forEach((name, text) -> {
            try {
                Files.writeString(folder.resolve(name), text);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot write " + folder.resolve(name) + ": " + e.getMessage(), e);
            }
        });
    }
}
