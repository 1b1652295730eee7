package org.rlhfworkbench.policy.ppo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.rlhfworkbench.lm.checkpoint.BadCheckpoint;
import org.rlhfworkbench.lm.checkpoint.Safetensors;
import org.rlhfworkbench.lm.kernel.Kernels;
import org.rlhfworkbench.lm.model.LanguageModel;

/**
 * The policy that is tuned, with a linear value head on its trunk that starts at zero (Ziegler et al. 2019, section 2.1).
 */
public final class ActorCritic implements AutoCloseable {

    private static final String VALUE_WEIGHT = "value_head.weight";
    private static final String VALUE_BIAS = "value_head.bias";

    private final LanguageModel policy;
    private final NDManager manager;
    private final Map<String, NDArray> weights;

    /** Takes over the policy, which closes with it. */
    public ActorCritic(LanguageModel policy) {
        this.policy = policy;
        this.manager = policy.manager().newSubManager();
        this.weights = new LinkedHashMap<>(policy.trainable().asMap());
        weights.put(VALUE_WEIGHT, manager.zeros(new Shape(1, policy.config().width())));
        weights.put(VALUE_BIAS, manager.zeros(new Shape(1)));
        weights.values().forEach(weight -> weight.setRequiresGradient(true));
    }

    public LanguageModel policy() {
        return policy;
    }

    /** All that is trained: the policy's weights or its adapter's, and the value head's. */
    Map<String, NDArray> weights() {
        return weights;
    }

    /** Log-probabilities and values of the response tokens, both (B, T), by one pass with gradients. */
    PpoLoss.Now evaluate(ResponseLayout layout, double temperature) {
        NDArray states = layout.states(policy); //                            (N, C)
        return new PpoLoss.Now(layout.logProbs(policy, states, temperature), layout.spread(values(states)));
    }

    /** What the score of the whole response will be, as seen from each state: (N, C) gives (N). */
    NDArray values(NDArray states) {
        return Kernels.linear(states, head(VALUE_WEIGHT)).squeeze(1).add(head(VALUE_BIAS));
    }

    /** Overwrites everything that is trained with what a checkpoint holds. */
    void restore(Path file) {
        try (NDManager scope = manager.newSubManager()) {
            Map<String, NDArray> saved = new LinkedHashMap<>();
            Safetensors.read(file, scope, saved::put);
            for (Map.Entry<String, NDArray> weight : weights.entrySet()) {
                NDArray values = saved.get(weight.getKey());
                if (values == null
                        || !values.getShape().equals(weight.getValue().getShape())) {
                    throw new BadCheckpoint(
                            file.toString(),
                            "does not fit the policy at '" + weight.getKey() + "'",
                            "Resume with the run's own policy");
                }
                values.copyTo(weight.getValue());
            }
        } catch (IOException e) {
            throw new BadCheckpoint(file.toString(), "cannot be read", "Resume from an older checkpoint");
        }
    }

    private NDArray head(String name) {
        return java.util.Objects.requireNonNull(weights.get(name));
    }

    @Override
    public void close() {
        policy.close();
    }
}
