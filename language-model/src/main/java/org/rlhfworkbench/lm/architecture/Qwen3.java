package org.rlhfworkbench.lm.architecture;

import java.util.List;

/** Qwen 3: Qwen 2 without biases, with a norm on each head's queries and keys. */
final class Qwen3 implements Family {

    @Override
    public String architecture() {
        return "Qwen3ForCausalLM";
    }

    @Override
    public String bodyPrefix() {
        return "model.";
    }

    @Override
    public ModelConfig config(String architecture, ConfigFields fields) {
        boolean bias = fields.flag("attention_bias", false);
        Sizes sizes = Sizes.of(fields, 32, 128);
        return sizes.config(architecture, fields, Qwen2.block(fields, sizes, true, bias, bias));
    }

    @Override
    public List<StoredTensor> tensors(ModelConfig config) {
        return Llama.layout(config);
    }
}
