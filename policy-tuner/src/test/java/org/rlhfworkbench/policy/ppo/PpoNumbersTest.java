package org.rlhfworkbench.policy.ppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.policy.SharedData;
import tools.jackson.databind.JsonNode;

/** The worked numbers that an independent program computed. */
class PpoNumbersTest {

    private NDManager manager;
    private JsonNode golden;
    private NDArray mask;

    @BeforeEach
    void open() {
        golden = SharedData.json("golden/ppo.json");
        manager = NDManager.newBaseManager();
        mask = matrix("mask");
    }

    @AfterEach
    void close() {
        if (manager != null) {
            manager.close();
        }
    }

    @Test
    void per_token_rewards_and_the_kl_of_a_response() {
        assertClose(rewards(), "rewards");
        NDArray kl = matrix("log_probs").sub(matrix("ref_log_probs")).mul(mask).sum(new int[] {1});
        assertThat(kl.toDoubleArray()).containsExactly(doubles(golden.get("kl_per_response")), within(1e-6));
    }

    @Test
    void advantages_and_returns_before_and_after_whitening() {
        Advantages advantages = advantages();
        assertClose(advantages.advantages(), "advantages");
        assertClose(advantages.returns(), "returns");
        assertClose(advantages.whitened(mask).advantages(), "advantages_whitened");
        assertClose(advantages.whitened(mask).returns(), "returns");
    }

    @Test
    void whitened_rewards_keep_their_mean() {
        assertClose(Advantages.whitenedRewards(rewards(), mask), "rewards_whitened_mean_kept");
    }

    @Test
    void losses_clip_fractions_and_approximate_kls() {
        PpoLoss loss = loss(matrix("new_log_probs"), matrix("new_values"));
        assertClose(loss.ratio().mul(mask), "ratio");
        assertScalar(loss.policy(), "policy_loss");
        assertScalar(loss.policyClipFraction(), "policy_clip_fraction");
        assertScalar(loss.value(), "value_loss");
        assertScalar(loss.valueClipFraction(), "value_clip_fraction");
        assertScalar(loss.total(), "total_loss");
        assertScalar(loss.approximateKl(), "approx_kl_half_square");
        assertScalar(loss.klK3(), "kl_k3");
    }

    @Test
    void gradients_of_the_total_loss() {
        try (GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
            NDArray logProbs = matrix("new_log_probs");
            NDArray values = matrix("new_values");
            logProbs.setRequiresGradient(true);
            values.setRequiresGradient(true);
            gradients.backward(loss(logProbs, values).total());
            assertClose(logProbs.getGradient(), "grad_total_wrt_new_log_probs");
            assertClose(values.getGradient(), "grad_total_wrt_new_values");
        }
    }

    private NDArray rewards() {
        NDArray score = manager.create(doubles(golden.get("score")));
        return Advantages.rewards(matrix("log_probs"), matrix("ref_log_probs"), score, mask, number("kl_coefficient"));
    }

    private Advantages advantages() {
        return Advantages.estimate(rewards(), matrix("values"), mask, number("gamma"), number("lambda_"));
    }

    private PpoLoss loss(NDArray logProbs, NDArray values) {
        return PpoLoss.of(
                new PpoLoss.Now(logProbs, values),
                new PpoLoss.Then(
                        matrix("log_probs"), matrix("values"), advantages().whitened(mask)),
                mask,
                new PpoLoss.Settings(number("clip"), number("clip"), number("value_coefficient")));
    }

    private void assertClose(NDArray actual, String name) {
        assertThat(actual.toDoubleArray()).as(name).containsExactly(matrix(name).toDoubleArray(), within(1e-6));
    }

    private void assertScalar(NDArray actual, String name) {
        assertThat(actual.getDouble()).as(name).isCloseTo(number(name), within(1e-6));
    }

    private double number(String name) {
        return golden.get(name).asDouble();
    }

    private NDArray matrix(String name) {
        JsonNode rows = golden.get(name);
        double[][] values = new double[rows.size()][];
        for (int i = 0; i < values.length; i++) {
            values[i] = doubles(rows.get(i));
        }
        return manager.create(values);
    }

    private static double[] doubles(JsonNode array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).asDouble();
        }
        return values;
    }
}
