package org.rlhfworkbench.lm.optimisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rlhfworkbench.lm.optimisation.LearningRate.Decay;

class LearningRateTest {

    @ParameterizedTest
    @CsvSource({
        "CONSTANT, 0, 0.25",
        "CONSTANT, 3, 1",
        "CONSTANT, 4, 1",
        "CONSTANT, 99, 1",
        "LINEAR, 0, 0.25",
        "LINEAR, 1, 0.5",
        "LINEAR, 3, 1",
        "LINEAR, 4, 1",
        "LINEAR, 8, 0.5",
        "LINEAR, 11, 0.125",
        "LINEAR, 12, 0",
        "LINEAR, 99, 0",
        "COSINE, 3, 1",
        "COSINE, 4, 1",
        "COSINE, 6, 0.8535533905932737",
        "COSINE, 8, 0.5",
        "COSINE, 12, 0",
        "COSINE, 99, 0"
    })
    void a_rate_rises_over_the_warm_up_and_falls_to_the_end(Decay decay, int step, double expected) {
        assertThat(new LearningRate(2, 4, 12, decay).at(step)).isCloseTo(2 * expected, within(1e-12));
    }

    @Test
    void without_a_warm_up_the_first_step_has_the_peak() {
        assertThat(new LearningRate(1, 0, 1, Decay.COSINE).at(0)).isEqualTo(1);
        assertThat(new LearningRate(1, 5, 5, Decay.LINEAR).at(4)).isEqualTo(1);
    }

    @Test
    void a_rate_that_makes_no_sense_is_refused() {
        assertThatThrownBy(() -> new LearningRate(Double.NaN, 0, 1, Decay.LINEAR))
                .hasMessageContaining("makes no sense");
        assertThatThrownBy(() -> new LearningRate(-1, 0, 1, Decay.LINEAR)).hasMessageContaining("makes no sense");
        assertThatThrownBy(() -> new LearningRate(1, 0, 0, Decay.LINEAR)).hasMessageContaining("makes no sense");
    }
}
