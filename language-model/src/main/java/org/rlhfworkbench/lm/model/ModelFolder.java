package org.rlhfworkbench.lm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.rlhfworkbench.lm.architecture.Family;
import org.rlhfworkbench.lm.architecture.ModelConfig;
import org.rlhfworkbench.lm.checkpoint.BadCheckpoint;
import org.rlhfworkbench.lm.checkpoint.Safetensors;
import org.rlhfworkbench.lm.checkpoint.TensorFile;
import org.rlhfworkbench.lm.tokenizer.TokenizerFiles;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A model in Hugging Face layout: {@code config.json}, {@code model.safetensors} (or shards and their index) and the
 * tokenizer's files.
 */
public final class ModelFolder implements ModelFiles {

    static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final String CONFIG = "config.json";
    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";

    private final Path folder;
    private final ObjectNode configJson;
    private final ModelConfig config;

    /**
     * @throws BadCheckpoint when the folder is missing, holds no {@code config.json}, or one that is not supported
     */
    public ModelFolder(Path folder) {
        this.folder = folder;
        Path file = folder.resolve(CONFIG);
        if (!Files.isRegularFile(file)) {
            throw new BadCheckpoint(
                    folder.toString(),
                    "holds no config.json",
                    "Name a folder in Hugging Face layout, or a run directory");
        }
        this.configJson = (ObjectNode) json(file);
        this.config = Family.parse(configJson, file.toString());
    }

    @Override
    public Path path() {
        return folder;
    }

    @Override
    public ModelConfig config() {
        return config;
    }

    @Override
    public ObjectNode configJson() {
        return configJson;
    }

    @Override
    public TokenizerFiles tokenizerFiles() {
        return TokenizerFiles.of(folder);
    }

    @Override
    public Weights readWeights(NDManager manager) {
        try {
            Map<String, TensorFile> places = new LinkedHashMap<>();
            Map<String, long[]> shapes = new LinkedHashMap<>();
            for (Path file : weightFiles()) {
                TensorFile tensors = Safetensors.open(file);
                for (String name : tensors.names()) {
                    places.put(name, tensors);
                    shapes.put(name, tensors.shape(name));
                }
            }
            StoredWeights stored = StoredWeights.found(config, folder.toString(), CONFIG, shapes, manager);
            for (TensorFile tensors : new LinkedHashSet<>(places.values())) {
                Set<String> here = new LinkedHashSet<>(stored.wanted());
                here.removeIf(name -> places.get(name) != tensors);
                tensors.read(here, manager).forEach(stored::accept);
            }
            return stored.finish();
        } catch (IOException e) {
            manager.close();
            throw new BadCheckpoint(folder.toString(), "cannot be read (" + e.getMessage() + ")", "Check the files");
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private List<Path> weightFiles() throws IOException {
        Path index = folder.resolve(INDEX);
        List<Path> files;
        if (Files.isRegularFile(index)) {
            TreeSet<String> shards = new TreeSet<>();
            json(index)
                    .path("weight_map")
                    .valueStream()
                    .forEach(shard -> shards.add(shard.isString() ? shard.asString() : ""));
            if (shards.isEmpty()) {
                throw new BadCheckpoint(index.toString(), "maps no names to files", "Fetch it again");
            }
            files = shards.stream().map(this::inside).toList();
        } else {
            files = List.of(folder.resolve(SINGLE));
        }
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw missing(file);
            }
        }
        return files;
    }

    private Path inside(String name) {
        String index = folder.resolve(INDEX).toString();
        if (name.isEmpty() || name.indexOf(0) >= 0) {
            throw new BadCheckpoint(index, "names no file for some tensor", "Fetch it again");
        }
        Path absolute = folder.toAbsolutePath().normalize();
        if (!absolute.resolve(name).normalize().startsWith(absolute)) {
            throw new BadCheckpoint(index, "names '" + name + "', outside its folder", "Repair it");
        }
        return folder.resolve(name);
    }

    private BadCheckpoint missing(Path file) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            boolean pickled = all.anyMatch(
                    p -> p.toString().endsWith(".bin") || p.toString().endsWith(".pt"));
            return new BadCheckpoint(
                    file.toString(),
                    pickled
                            ? "is missing; the pickled weights beside it are refused, since they can run code"
                            : "is missing",
                    pickled ? "Convert them to safetensors" : "Fetch the file again");
        }
    }

    /**
     * Writes a model folder, whole or not at all.
     *
     * @param weights by our names, see {@link org.rlhfworkbench.lm.architecture.Tensors}
     * @param tokenizer the files that go along
     */
    public static void write(
            Path target,
            ObjectNode config,
            Map<String, NDArray> weights,
            Safetensors.Precision precision,
            TokenizerFiles tokenizer) {
        ModelConfig shape = Family.parse(config, target.toString());
        replace(target, temporary -> {
            Files.write(temporary.resolve(CONFIG), JSON.writeValueAsBytes(stating(config, precision)));
            tokenizer.write(temporary);
            try (NDManager scope = NDManager.newBaseManager()) {
                Safetensors.write(
                        temporary.resolve(SINGLE),
                        StoredWeights.stored(shape, target.toString(), scope, weights),
                        precision);
            }
        });
    }

    /** Writes the files of a folder. */
    interface Contents {
        void write(Path folder) throws IOException;
    }

    /** Puts a folder in place whole or not at all: under a temporary name beside it, synced, then renamed. */
    static void replace(Path target, Contents contents) {
        Path temporary = target.resolveSibling("." + target.getFileName() + ".tmp");
        try {
            deleteRecursively(temporary);
            Files.createDirectories(temporary);
            contents.write(temporary);
            syncWithContents(temporary);
            Path old = target.resolveSibling("." + target.getFileName() + ".old");
            deleteRecursively(old);
            if (Files.exists(target)) {
                Files.move(target, old);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            sync(Objects.requireNonNull(target.toAbsolutePath().getParent()));
            deleteRecursively(old);
        } catch (IOException e) {
            throw new UncheckedIOException("The model could not be written to " + target + ": " + e.getMessage(), e);
        }
    }

    /** The width of the weights under the name that Transformers 4 or, where the file has it, 5 gives to it. */
    private static ObjectNode stating(ObjectNode config, Safetensors.Precision precision) {
        return config.deepCopy().put(config.has("dtype") ? "dtype" : "torch_dtype", precision.torchName());
    }

    private static void syncWithContents(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                sync(file);
            }
        }
        sync(folder);
    }

    /** Makes a file's contents, or the names in a folder, outlive a loss of power. */
    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void deleteRecursively(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> tree = Files.walk(folder)) {
                for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    /** The JSON object in a file. */
    static JsonNode json(Path file) {
        try {
            JsonNode node = JSON.readTree(Files.readAllBytes(file));
            if (!node.isObject()) {
                throw new BadCheckpoint(file.toString(), "is not a JSON object", "Fetch the file again");
            }
            return node;
        } catch (JacksonException e) {
            throw new BadCheckpoint(file.toString(), "is not JSON", "Fetch the file again");
        } catch (IOException e) {
            throw new BadCheckpoint(
                    file.toString(), "cannot be read (" + e.getMessage() + ")", "Check its permissions");
        }
    }
}
