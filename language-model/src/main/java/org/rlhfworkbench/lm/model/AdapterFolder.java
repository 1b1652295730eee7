package org.rlhfworkbench.lm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.rlhfworkbench.lm.architecture.Family;
import org.rlhfworkbench.lm.architecture.ModelConfig;
import org.rlhfworkbench.lm.checkpoint.BadCheckpoint;
import org.rlhfworkbench.lm.checkpoint.Safetensors;
import org.rlhfworkbench.lm.tokenizer.TokenizerFiles;
import tools.jackson.databind.node.ObjectNode;

/** An adapter in PEFT's layout: {@code adapter_config.json}, {@code adapter_model.safetensors}, perhaps a tokenizer. */
final class AdapterFolder implements ModelFiles {

    static final String WEIGHTS = "adapter_model.safetensors";

    /** What {@code config.json} says about the scores of a whole model, whose names begin alike. */
    private static final String SCORE = "score.json";

    private static final String SCORE_FIELDS = "score_";

    private static final String COPY = ".base_layer.weight";

    private final Path folder;
    private final AdapterConfig config;
    private final ModelFiles base;

    /**
     * @throws BadCheckpoint when a field is not supported, or the base is not there
     */
    AdapterFolder(Path folder) {
        this.folder = folder;
        Path file = folder.resolve(AdapterConfig.FILE);
        this.config = new AdapterConfig((ObjectNode) ModelFolder.json(file), file.toString());
        this.base = ModelFiles.open(base(file));
    }

    static boolean isAdapter(Path folder) {
        return Files.isRegularFile(folder.resolve(AdapterConfig.FILE));
    }

    /** The base's path, a relative one seen from the adapter's folder; or the name of a bundled model. */
    private Path base(Path file) {
        Path named = folder.resolve(config.base());
        Path found;
        try {
            found = ModelSource.resolve(Files.exists(named) ? named.toString() : config.base());
        } catch (BadCheckpoint e) {
            throw new BadCheckpoint(
                    file.toString(),
                    "its base '" + config.base() + "' is neither a folder nor the name of a bundled model",
                    "Set " + AdapterConfig.BASE + " to where the base is now");
        }
        if (isAdapter(found)) {
            throw new BadCheckpoint(
                    file.toString(),
                    "its base " + found + " is an adapter itself",
                    "Merge that one first: ./workbench convert --merge-lora --from " + found + " --to FOLDER");
        }
        return found;
    }

    /** Whether it adapts the model of that place. */
    boolean isOn(Path other) {
        try {
            return Files.isSameFile(base.path(), other);
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public Path path() {
        return folder;
    }

    @Override
    public Optional<Path> base() {
        return Optional.of(base.path());
    }

    /** The base's shape, under the adapter's own head where it has one. */
    @Override
    public ModelConfig config() {
        return addsHead() ? base.config().withArchitecture(family().classifier()) : base.config();
    }

    @Override
    public ObjectNode configJson() {
        if (!addsHead()) {
            return base.configJson();
        }
        ObjectNode json =
                family().scoring(base.configJson(), Math.max(base.config().padToken(), 0));
        Path score = folder.resolve(SCORE);
        return Files.isRegularFile(score) ? json.setAll((ObjectNode) ModelFolder.json(score)) : json;
    }

    private boolean addsHead() {
        return config.scores() && base.config().generatesText();
    }

    private Family family() {
        return Family.of(base.config().architecture(), base.path().toString());
    }

    /** The base's weights. */
    @Override
    public Weights readWeights(NDManager manager) {
        return base.readWeights(manager);
    }

    /** The tokenizer beside the adapter, else the base's. */
    @Override
    public TokenizerFiles tokenizerFiles() {
        TokenizerFiles own = TokenizerFiles.of(folder);
        return own.hasTokenizer() ? own : base.tokenizerFiles();
    }

    /**
     * Reads the adapter.
     *
     * @param manager owns its arrays, and is closed where they cannot be read
     * @param weights of the base
     * @throws BadCheckpoint naming a tensor that is missing, not supported, or made for another base
     */
    Adapter readAdapter(NDManager manager, Weights weights) {
        Path file = folder.resolve(WEIGHTS);
        try {
            if (!Files.isRegularFile(file)) {
                boolean pickled = Files.exists(folder.resolve("adapter_model.bin"));
                throw new BadCheckpoint(
                        file.toString(),
                        pickled ? "is missing; the pickle beside it is refused, since it can run code" : "is missing",
                        pickled ? "Convert it to safetensors" : "Fetch the file again");
            }
            Map<String, NDArray> stored = new LinkedHashMap<>();
            Safetensors.read(file, manager, stored::put);
            return new Adapter(config, base.path(), config(), accepted(stored, manager, weights, file.toString()));
        } catch (IOException e) {
            manager.close();
            throw new BadCheckpoint(file.toString(), "cannot be read (" + e.getMessage() + ")", "Check the file");
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private Weights accepted(Map<String, NDArray> stored, NDManager manager, Weights whole, String file) {
        Weights weights = new Weights(manager);
        for (LinearLayer layer : LinearLayer.of(config())) {
            if (config.adapts(layer.module(), layer.isOutput())) {
                int rank = config.rank(layer.module());
                String down = Adapter.PREFIX + layer.module() + Adapter.DOWN;
                String up = Adapter.PREFIX + layer.module() + Adapter.UP;
                weights.put(down, taken(stored, down, new Shape(rank, layer.inputs()), file));
                NDArray rows = taken(stored, up, new Shape(layer.rows(), rank), file);
                weights.put(up, layer.byHead() ? Adapter.byHead(rows, 3, config().heads()) : rows);
                if (layer.isOutput()) {
                    dropCopy(stored, Adapter.PREFIX + layer.module() + COPY, whole.get(layer.name()), file);
                }
            }
        }
        if (weights.names().isEmpty()) {
            throw bad(file, "its target_modules name no linear layer of its base " + base.path());
        }
        stored.forEach((name, array) -> {
            if (!name.startsWith(Adapter.PREFIX)
                    || !config.saves(name.substring(Adapter.PREFIX.length()).replaceFirst("\\.weight$", ""))) {
                throw bad(
                        file,
                        "the tensor '" + name + "' adapts nothing that its base " + base.path()
                                + " has, or in a way that is not supported: linear layers alone can be adapted");
            }
            weights.put(name, array);
        });
        return weights;
    }

    /** PEFT may put the output's own weight beside what it adds to it. */
    private void dropCopy(Map<String, NDArray> stored, String name, NDArray weight, String file) {
        NDArray copy = stored.remove(name);
        if (copy != null && !copy.contentEquals(weight)) {
            throw bad(file, "the tensor '" + name + "' is not that of its base " + base.path());
        }
    }

    private NDArray taken(Map<String, NDArray> stored, String name, Shape shape, String file) {
        NDArray array = stored.remove(name);
        if (array == null) {
            throw bad(file, "the tensor '" + name + "' is missing");
        }
        if (!array.getShape().equals(shape)) {
            throw bad(
                    file,
                    "the tensor '" + name + "' is "
                            + Arrays.toString(array.getShape().getShape()) + ", its base " + base.path() + " needs "
                            + Arrays.toString(shape.getShape()));
        }
        return array;
    }

    private static BadCheckpoint bad(String file, String reason) {
        return new BadCheckpoint(
                file,
                reason,
                "Set " + AdapterConfig.BASE + " in " + AdapterConfig.FILE
                        + " to the base that it was made for, or fetch" + " the adapter again");
    }

    /**
     * Writes an adapter, whole or not at all. PEFT takes a relative base for one beside the process that loads it, so the
     * base is written as a whole path. What the configuration of the whole model says about its scores goes along.
     */
    static void write(Path target, Adapter adapter, ObjectNode configJson, TokenizerFiles tokenizer) {
        ModelFolder.replace(target, temporary -> {
            ObjectNode json = adapter.config().json(adapter.base().toRealPath().toString());
            Files.write(temporary.resolve(AdapterConfig.FILE), ModelFolder.JSON.writeValueAsBytes(json));
            ObjectNode score = configJson.deepCopy();
            score.retain(configJson.propertyNames().stream()
                    .filter(name -> name.startsWith(SCORE_FIELDS))
                    .toList());
            if (!score.isEmpty()) {
                Files.write(temporary.resolve(SCORE), ModelFolder.JSON.writeValueAsBytes(score));
            }
            tokenizer.write(temporary);
            try (NDManager scope = NDManager.newBaseManager()) {
                Safetensors.write(temporary.resolve(WEIGHTS), adapter.forFile(scope), Safetensors.Precision.F32);
            }
        });
    }
}
