package org.rlhfworkbench.lm.model;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.architecture.ModelConfig;
import org.rlhfworkbench.lm.checkpoint.BadCheckpoint;
import org.rlhfworkbench.lm.tokenizer.ChatTemplate;
import org.rlhfworkbench.lm.tokenizer.Tokenizer;
import org.rlhfworkbench.lm.tokenizer.TokenizerFiles;

/** Reads a model's weights, tokenizer and adapter, and puts them together. */
final class ModelLoading {

    private ModelLoading() {}

    static LanguageModel load(Path source, Device device, Precision precision) {
        return load(ModelFiles.open(source), device, precision, null);
    }

    static LanguageModel load(Path source, LanguageModel beside) {
        ModelFiles files = ModelFiles.open(source);
        boolean shared = files instanceof AdapterFolder adapter
                && beside.adapter().map(Adapter::base).filter(adapter::isOn).isPresent();
        Device device = beside.manager().getDevice();
        return load(files, device, beside.precision(), shared ? beside.weights() : null);
    }

    private static LanguageModel load(ModelFiles files, Device device, Precision precision, @Nullable Weights shared) {
        // A large vocabulary takes as long as the weights do: both at once.
        CompletableFuture<Optional<Tokenizer>> reading = CompletableFuture.supplyAsync(() -> tokenizer(files));
        Weights weights = shared == null ? files.readWeights(NDManager.newBaseManager(device)) : shared;
        try {
            Tokenizer tokenizer = result(reading).orElse(null);
            ChatTemplate template = tokenizer == null ? null : ChatTemplate.load(tokenizer.files(), tokenizer);
            Adapter adapter = files instanceof AdapterFolder folder
                    ? folder.readAdapter(NDManager.newBaseManager(device), weights)
                    : null;
            return new LanguageModel(
                    files.path(),
                    files.configJson(),
                    files.config(),
                    new LanguageModel.Body(weights, shared == null, adapter),
                    new LanguageModel.Reader(tokenizer, template),
                    precision);
        } catch (RuntimeException e) {
            if (shared == null) {
                weights.close();
            }
            throw e;
        }
    }

    private static Optional<Tokenizer> tokenizer(ModelFiles files) {
        TokenizerFiles contents = files.tokenizerFiles();
        if (!contents.hasTokenizer()) {
            return Optional.empty();
        }
        Tokenizer tokenizer = Tokenizer.load(contents);
        checkVocabulary(files.path(), files.config(), tokenizer);
        return Optional.of(tokenizer);
    }

    private static <T> T result(CompletableFuture<T> computation) {
        try {
            return computation.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static void checkVocabulary(Path source, ModelConfig config, Tokenizer tokenizer) {
        if (tokenizer.vocabularySize() > config.vocabularySize()) {
            throw new BadCheckpoint(
                    source.toString(),
                    "its tokenizer has " + tokenizer.vocabularySize() + " entries, its embedding "
                            + config.vocabularySize(),
                    "Use the tokenizer that belongs to the model");
        }
    }
}
