package org.rlhfworkbench.policy.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PpoLossTest {

    private static final PpoLoss.Settings SETTINGS = new PpoLoss.Settings(0.2, 0.2, 0.1);

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void a_policy_that_has_not_moved_has_ratio_one_no_kl_and_clips_nothing() {
        NDArray logProbs = row(-1, -2);
        NDArray values = row(0.5, 0.25);
        PpoLoss loss = loss(logProbs, values, logProbs, values, row(1, -3), row(1, 1), row(1, 1));
        assertThat(loss.ratio().toDoubleArray()).containsExactly(1, 1);
        assertThat(loss.approximateKl().getDouble()).isZero();
        assertThat(loss.klK3().getDouble()).isZero();
        assertThat(loss.policyClipFraction().getDouble()).isZero();
        assertThat(loss.valueClipFraction().getDouble()).isZero();
        assertThat(loss.policy().getDouble()).isEqualTo(1);
    }

    @Test
    void a_good_token_earns_nothing_beyond_the_clip_and_a_bad_one_goes_on_costing() {
        NDArray old = row(0, 0);
        NDArray doubled = row(Math.log(2), Math.log(2));
        PpoLoss loss = loss(doubled, row(0, 0), old, row(0, 0), row(1, -1), row(0, 0), row(1, 1));
        assertThat(loss.policy().getDouble()).isCloseTo((-1.2 + 2) / 2, within(1e-12));
        assertThat(loss.policyClipFraction().getDouble()).isEqualTo(0.5);
    }

    @Test
    void a_value_that_moved_too_far_is_judged_at_the_clip_when_that_is_worse() {
        PpoLoss loss = loss(row(0), row(1), row(0), row(0), row(0), row(1), row(1));
        assertThat(loss.value().getDouble()).isCloseTo(0.5 * 0.8 * 0.8, within(1e-12));
        assertThat(loss.valueClipFraction().getDouble()).isEqualTo(1);
        assertThat(loss.total().getDouble()).isCloseTo(0.1 * 0.32, within(1e-12));
    }

    @Test
    void what_the_mask_leaves_out_changes_nothing() {
        PpoLoss kept = loss(row(-1), row(0), row(-1.1), row(0), row(2), row(1), row(1));
        PpoLoss padded = loss(row(-1, 50), row(0, 7), row(-1.1, -50), row(0, 9), row(2, 3), row(1, 4), row(1, 0));
        assertThat(padded.total().getDouble()).isEqualTo(kept.total().getDouble());
        assertThat(padded.ratio().getDouble(0, 1)).isEqualTo(1);
    }

    private PpoLoss loss(
            NDArray logProbs,
            NDArray values,
            NDArray oldLogProbs,
            NDArray oldValues,
            NDArray advantages,
            NDArray returns,
            NDArray mask) {
        return PpoLoss.of(
                new PpoLoss.Now(logProbs, values),
                new PpoLoss.Then(oldLogProbs, oldValues, new Advantages(advantages, returns)),
                mask,
                SETTINGS);
    }

    private NDArray row(double... values) {
        return manager.create(values).expandDims(0);
    }
}
