package org.rlhfworkbench.policy.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.rlhfworkbench.policy.SharedData;
import tools.jackson.databind.JsonNode;

class KlControllerTest {

    @Test
    void the_worked_steps_come_out() {
        JsonNode golden = SharedData.json("golden/adaptive-kl.json");
        KlController controller = new KlController.Adaptive(
                golden.get("initial").asDouble(),
                golden.get("target").asDouble(),
                golden.get("horizon").asDouble());
        for (JsonNode step : golden.get("steps")) {
            assertThat(controller.coefficient()).isCloseTo(step.get("before").asDouble(), within(1e-9));
            controller = controller.after(
                    step.get("kl").asDouble(), golden.get("batch").asInt());
            assertThat(controller.coefficient()).isCloseTo(step.get("after").asDouble(), within(1e-9));
        }
    }

    @Test
    void a_kl_on_target_leaves_the_coefficient_and_a_far_one_moves_it_by_a_fifth_a_horizon() {
        KlController controller = new KlController.Adaptive(0.1, 5, 100);
        assertThat(controller.after(5, 100).coefficient()).isEqualTo(0.1);
        assertThat(controller.after(1000, 100).coefficient()).isCloseTo(0.12, within(1e-12));
        assertThat(controller.after(-1000, 100).coefficient()).isCloseTo(0.08, within(1e-12));
    }

    @Test
    void a_constant_coefficient_stays() {
        assertThat(new KlController.Constant(0.05).after(1e9, 512).coefficient())
                .isEqualTo(0.05);
    }

    @Test
    void a_target_of_zero_is_refused() {
        assertThatThrownBy(() -> new KlController.Adaptive(0.1, 0, 100)).isInstanceOf(IllegalArgumentException.class);
    }
}
