package org.rlhfworkbench.lm.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.lm.architecture.ModelConfig;
import org.rlhfworkbench.lm.run.FreeMemory;
import org.rlhfworkbench.lm.run.RunFailure;

class TrainingCostTest {

    private static final ModelConfig CONFIG = ModelConfig.causal(1_000, 64, 128, 4, 4, 2, 256);

    @Test
    void weights_gradients_and_two_moments_stay_and_activations_grow_with_the_tokens() {
        TrainingCost few = TrainingCost.of(CONFIG, 100);
        TrainingCost many = TrainingCost.of(CONFIG, 200);
        assertThat(few.steadyBytes()).isEqualTo(16 * CONFIG.parameterCount());
        assertThat(many.steadyBytes()).isEqualTo(few.steadyBytes());
        assertThat(many.passingBytes()).isEqualTo(2 * few.passingBytes());
    }

    @Test
    void a_token_costs_six_operations_a_weight() {
        assertThat(TrainingCost.of(CONFIG, 1).operations(10)).isEqualTo(60.0 * CONFIG.parameterCount());
    }

    @Test
    void what_does_not_fit_is_refused_with_the_setting_to_lower() {
        TrainingCost cost = TrainingCost.of(CONFIG, 1_000_000);
        cost.refuseUnlessFits(cost.bytes(), "Lower --batch-size");
        assertThatThrownBy(() -> cost.refuseUnlessFits(cost.bytes() - 1, "Lower --batch-size"))
                .isInstanceOf(RunFailure.class)
                .hasMessageContaining(" are free. Too many tokens go through the model at once. Lower --batch-size");
    }

    /** Counted by hand: embedding, then for each block attention, feed-forward layer and two norms, then the last norm. */
    @Test
    void the_sizes_have_the_depth_and_the_weights_that_they_promise() {
        assertThat(parameters(ModelSize.TINY)).isEqualTo(158_016);
        assertThat(parameters(ModelSize.SMALL)).isEqualTo(3_221_952);
        assertThat(parameters(ModelSize.MEDIUM)).isEqualTo(17_308_032);
        assertThat(parameters(ModelSize.BASE)).isEqualTo(110_119_680);
        assertThat(parameters(ModelSize.DEEP)).isEqualTo(1_532_059_200);
        assertThat(parameters(ModelSize.GIANT)).isEqualTo(174_566_682_624L);
        assertThat(ModelSize.BASE.config(512).layers()).isEqualTo(12);
        assertThat(ModelSize.DEEP.config(512).layers()).isEqualTo(48);
        assertThat(ModelSize.GIANT.config(512).layers()).isEqualTo(96);
        assertThat(TrainingCost.of(ModelSize.GIANT.config(512), 256).steadyBytes())
                .isEqualTo(16 * 174_566_682_624L);
    }

    private static long parameters(ModelSize size) {
        return size.config(512).parameterCount();
    }

    @Test
    void a_machine_has_some_memory_free() {
        assertThat(FreeMemory.of(Device.cpu())).isGreaterThan(1 << 20);
    }
}
