package org.rlhfworkbench.lm.benchmark;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.model.TokenBatch;
import org.rlhfworkbench.lm.optimisation.AdamW;
import org.rlhfworkbench.lm.sampling.Sampler;
import org.rlhfworkbench.lm.sampling.SamplingSettings;
import org.rlhfworkbench.lm.training.LanguageModelLoss;

/** Times work of the engine: the best of several runs, after one that does not count. */
final class Stopwatch {

    private final int repetitions;

    Stopwatch(int repetitions) {
        this.repetitions = repetitions;
    }

    private interface Work {
        void run();
    }

    /** Seconds of the fastest run. */
    private double best(Work work) {
        work.run();
        double best = Double.MAX_VALUE;
        for (int i = 0; i < repetitions; i++) {
            long begin = System.nanoTime();
            work.run();
            best = Math.min(best, (System.nanoTime() - begin) / 1e9);
        }
        return best;
    }

    /** GFLOP/s of a float32 matrix product of 2,048 × 2,048: what the machine can do at most. */
    double peak(Device device) {
        int n = 2_048;
        try (NDManager scope = NDManager.newBaseManager(device)) {
            NDArray a = scope.randomNormal(new Shape(n, n));
            NDArray b = scope.randomNormal(new Shape(n, n));
            return 2.0
                    * n
                    * n
                    * n
                    / 1e9
                    / best(() -> {
                        NDArray product = a.matMul(b);
                        product.getFloat(0, 0); // Waits for a device that works on its own.
                        product.close();
                    });
        }
    }

    /** Tokens a second. */
    double generate(LanguageModel model, org.rlhfworkbench.lm.benchmark.Shape.Generation shape) {
        List<int[]> prompts = rows(model, shape.rows(), shape.prompt());
        SamplingSettings settings = new SamplingSettings(1, 0, 1, shape.fresh(), Set.of(), 1);
        try (Sampler sampler = new Sampler(model)) {
            return shape.rows() * shape.fresh() / best(() -> sampler.sample(prompts, settings));
        }
    }

    /** Tokens a second of forward pass, backward pass, clipping and AdamW. */
    double train(LanguageModel model, org.rlhfworkbench.lm.benchmark.Shape.Training shape) {
        List<int[]> rows = rows(model, shape.rows(), shape.tokens() + 1);
        model.trainable().requireGradients();
        try (AdamW optimizer = new AdamW(model.manager(), model.trainable().asMap(), AdamW.Settings.usual())) {
            return shape.rows()
                    * shape.tokens()
                    / best(() -> {
                        try (NDManager scope = model.manager().newSubManager();
                                GradientCollector gradients =
                                        Engine.getInstance().newGradientCollector()) {
                            TokenBatch batch = TokenBatch.rightPadded(scope, rows, 0);
                            NDArray logProbs = LanguageModelLoss.tokenLogProbs(model.transformer(), batch, 1);
                            gradients.backward(logProbs.mean().neg());
                        }
                        optimizer.step(1e-4);
                    });
        }
    }

    private static List<int[]> rows(LanguageModel model, int count, int length) {
        SplittableRandom random = new SplittableRandom(1);
        List<int[]> rows = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            rows.add(random.ints(length, 0, model.config().vocabularySize()).toArray());
        }
        return rows;
    }
}
