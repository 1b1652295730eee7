package org.rlhfworkbench.lm.architecture;

import java.util.List;
import org.rlhfworkbench.lm.architecture.Block.Norm;

/** Mistral (Jiang et al. 2023): Llama with a sliding window in every layer. */
final class Mistral implements Family {

    @Override
    public String architecture() {
        return "MistralForCausalLM";
    }

    @Override
    public String bodyPrefix() {
        return "model.";
    }

    @Override
    public ModelConfig config(String architecture, ConfigFields fields) {
        Sizes sizes = Sizes.of(fields, 8);
        Integer window = fields.integerOrNone("sliding_window", 4_096);
        return sizes.config(
                architecture,
                fields,
                new Block(
                        Norm.ROOT_MEAN_SQUARE,
                        fields.number("rms_norm_eps", 1e-6),
                        false,
                        fields.rotary(sizes.headSize, 10_000),
                        Llama.activation(fields, "silu"),
                        true,
                        false,
                        false,
                        false,
                        false,
                        window == null ? 0 : window,
                        0));
    }

    @Override
    public List<StoredTensor> tensors(ModelConfig config) {
        return Llama.layout(config);
    }
}
