package org.rlhfworkbench.lm.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.lm.TinyModel;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.model.TokenBatch;
import org.rlhfworkbench.lm.optimisation.AdamW;
import org.rlhfworkbench.lm.training.LanguageModelLoss;

/** Arrays live in native memory until their manager closes: what a step leaves behind stays for good. */
class NativeMemoryTest {

    private static final List<int[]> ROWS = List.of(new int[] {4, 5, 6, 7, 8}, new int[] {9, 10, 11});

    @Test
    void steps_of_training_leave_no_array_behind() {
        try (LanguageModel model = TinyModel.draw(1)) {
            model.weights().requireGradients();
            try (AdamW optimizer = new AdamW(model.manager(), model.weights().asMap(), AdamW.Settings.usual())) {
                train(model, optimizer);
                int before = arrays(model.manager());
                for (int step = 0; step < 20; step++) {
                    train(model, optimizer);
                }
                assertThat(arrays(model.manager())).isEqualTo(before);
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
        optimizer.step(1e-3);
    }

    @Test
    void sampling_leaves_no_array_behind() {
        SamplingSettings settings = new SamplingSettings(1, 0, 1, 12, Set.of(), 1);
        try (LanguageModel model = TinyModel.draw(1)) {
            sample(model, settings);
            int before = arrays(model.manager());
            for (int i = 0; i < 20; i++) {
                sample(model, settings);
            }
            assertThat(arrays(model.manager())).isEqualTo(before);
        }
    }

    private static void sample(LanguageModel model, SamplingSettings settings) {
        try (Sampler sampler = new Sampler(model)) {
            sampler.sample(ROWS, settings);
        }
    }

    private static int arrays(NDManager manager) {
        return manager.getManagedArrays().size();
    }
}
