package org.rlhfworkbench.lm.benchmark;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.rlhfworkbench.lm.architecture.ModelConfig;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.model.Precision;
import org.rlhfworkbench.lm.model.TokenBatch;
import org.rlhfworkbench.lm.optimisation.AdamW;
import org.rlhfworkbench.lm.sampling.Sampler;
import org.rlhfworkbench.lm.sampling.SamplingSettings;
import org.rlhfworkbench.lm.training.Initialization;
import org.rlhfworkbench.lm.training.LanguageModelLoss;
import org.rlhfworkbench.lm.training.ModelSize;

/** Whether resident memory stays flat over a thousand steps. Linux alone tells. */
final class MemoryWatch {

    private static final int STEPS = 1_000;
    private static final List<int[]> ROWS = List.of(new int[64], new int[48]);

    private MemoryWatch() {}

    /** Prints resident memory after a hundred steps and after a thousand, of training and of sampling. */
    static void watch(BiConsumer<String, Object[]> line) throws IOException {
        ModelConfig config = ModelSize.TINY.config(128);
        NDManager manager = NDManager.newBaseManager(Device.cpu());
        try (LanguageModel model = new LanguageModel(
                Path.of("tiny"),
                config.toJson(),
                config,
                Initialization.draw(config, manager, 1),
                null,
                null,
                Precision.FLOAT32)) {
            SamplingSettings settings = new SamplingSettings(1, 0, 1, 16, Set.of(), 1);
            watch(line, "sampling", () -> {
                try (Sampler sampler = new Sampler(model)) {
                    sampler.sample(ROWS, settings);
                }
            });
            model.trainable().requireGradients();
            try (AdamW optimizer = new AdamW(manager, model.trainable().asMap(), AdamW.Settings.usual())) {
                watch(line, "training", () -> train(model, optimizer));
            }
        }
    }

    private static void train(LanguageModel model, AdamW optimizer) {
        try (NDManager scope = model.manager().newSubManager();
                GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
            TokenBatch batch = TokenBatch.rightPadded(scope, ROWS, 1);
            NDArray logProbs = LanguageModelLoss.tokenLogProbs(model.transformer(), batch, 1);
            gradients.backward(logProbs.mean().neg());
        }
        optimizer.step(1e-4);
    }

    private static void watch(BiConsumer<String, Object[]> line, String work, Runnable step) throws IOException {
        for (int i = 0; i < STEPS / 10; i++) {
            step.run();
        }
        long begin = resident();
        for (int i = 0; i < STEPS; i++) {
            step.run();
        }
        line.accept(
                "resident memory, %,d steps of %s: %,d MiB before, %,d MiB after",
                new Object[] {STEPS, work, begin, resident()});
    }

    private static long resident() throws IOException {
        System.gc();
        return status("VmRSS:");
    }

    /** MiB; 0 where the system does not say. */
    static long peak() throws IOException {
        return status("VmHWM:");
    }

    private static long status(String field) throws IOException {
        Path status = Path.of("/proc/self/status");
        return !Files.isReadable(status)
                ? 0
                : Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith(field))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
                        .findFirst()
                        .orElse(0);
    }
}
