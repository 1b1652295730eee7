package org.rlhfworkbench.lm.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FigureTest {

    @Test
    void a_share_has_wilsons_interval() {
        Figure figure = Figure.share(8, 10); // Wilson 1927: 0.4902 … 0.9433
        assertThat(figure.value()).isEqualTo(.8);
        assertThat(figure.low()).isCloseTo(.4902, within(1e-4));
        assertThat(figure.high()).isCloseTo(.9433, within(1e-4));
    }

    @Test
    void a_mean_has_the_normal_interval() {
        Figure figure = Figure.mean(new double[] {1, 2, 3}); // s = 1, 1.96 / √3 = 1.1316
        assertThat(figure.value()).isEqualTo(2);
        assertThat(figure.high()).isCloseTo(3.1316, within(1e-4));
    }

    @Test
    void nothing_observed_is_no_number() {
        assertThat(Figure.share(0, 0).value()).isNaN();
    }
}
