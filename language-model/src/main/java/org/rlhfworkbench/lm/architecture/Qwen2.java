package org.rlhfworkbench.lm.architecture;

import java.util.List;
import java.util.Objects;
import org.rlhfworkbench.lm.architecture.Block.Norm;

/** Qwen 2 and 2.5: Llama with biases on queries, keys and values, and on request a window in the later layers. */
final class Qwen2 implements Family {

    @Override
    public String architecture() {
        return "Qwen2ForCausalLM";
    }

    @Override
    public String bodyPrefix() {
        return "model.";
    }

    @Override
    public ModelConfig config(String architecture, ConfigFields fields) {
        Sizes sizes = Sizes.of(fields, 32);
        fields.only("use_mrope", false);
        return sizes.config(architecture, fields, block(fields, sizes, false, true, false));
    }

    static Block block(
            ConfigFields fields, Sizes sizes, boolean queryKeyNorm, boolean queryKeyValueBias, boolean outputBias) {
        int layers = fields.integer("num_hidden_layers");
        Integer window = fields.integerOrNone("sliding_window", 4_096);
        boolean windowed = fields.flag("use_sliding_window", false) && window != null;
        int fullLayers = fields.fullLayers(layers, fields.integer("max_window_layers", 28));
        return new Block(
                Norm.ROOT_MEAN_SQUARE,
                fields.number("rms_norm_eps", 1e-6),
                queryKeyNorm,
                fields.rotary(sizes.headSize, 10_000),
                Llama.activation(fields, "silu"),
                true,
                false,
                queryKeyValueBias,
                outputBias,
                false,
                windowed ? Objects.requireNonNull(window) : 0,
                windowed ? fullLayers : 0);
    }

    @Override
    public List<StoredTensor> tensors(ModelConfig config) {
        return Llama.layout(config);
    }
}
