package org.rlhfworkbench.lm.architecture;

import java.util.List;
import java.util.Map;
import org.rlhfworkbench.lm.architecture.Block.Activation;
import org.rlhfworkbench.lm.architecture.Block.Norm;

/** Llama 1 to 3 (Touvron et al. 2023) and what copies it whole: SmolLM2, TinyLlama, Yi. */
final class Llama implements Family {

    @Override
    public String architecture() {
        return "LlamaForCausalLM";
    }

    @Override
    public String bodyPrefix() {
        return "model.";
    }

    @Override
    public ModelConfig config(String architecture, ConfigFields fields) {
        boolean attentionBias = fields.flag("attention_bias", false);
        Sizes sizes = Sizes.of(fields, fields.integer("num_attention_heads"));
        return sizes.config(
                architecture,
                fields,
                new Block(
                        Norm.ROOT_MEAN_SQUARE,
                        fields.number("rms_norm_eps", 1e-6),
                        false,
                        fields.rotary(sizes.headSize, 10_000),
                        activation(fields, "silu"),
                        true,
                        false,
                        attentionBias,
                        attentionBias,
                        fields.flag("mlp_bias", false),
                        0,
                        0));
    }

    @Override
    public List<StoredTensor> tensors(ModelConfig config) {
        return layout(config);
    }

    /** The block of a model without biases, windows or norms of queries and keys. */
    static Block block(double normEpsilon, Rotary rotary) {
        return new Block(
                Norm.ROOT_MEAN_SQUARE,
                normEpsilon,
                false,
                rotary,
                Activation.SILU,
                true,
                false,
                false,
                false,
                false,
                0,
                0);
    }

    static Activation activation(ConfigFields fields, String usual) {
        return fields.choice(
                "hidden_act",
                usual,
                Map.of(
                        "silu", Activation.SILU,
                        "swish", Activation.SILU,
                        "gelu", Activation.GELU,
                        "gelu_new", Activation.GELU_TANH,
                        "gelu_pytorch_tanh", Activation.GELU_TANH,
                        "relu", Activation.RELU));
    }

    /** The names that Llama gave to its tensors, and that its kin kept. */
    static List<StoredTensor> layout(ModelConfig config) {
        StoredTensors tensors = new StoredTensors(config);
        long queries = (long) config.heads() * config.headSize();
        long keys = (long) config.keyValueHeads() * config.headSize();
        tensors.whole("model.embed_tokens.weight", Tensors.EMBEDDING);
        for (int layer = 0; layer < config.layers(); layer++) {
            String block = "model.layers." + layer + ".";
            tensors.layer(block + "input_layernorm", Tensors.inBlock(layer, Tensors.ATTENTION_NORM));
            String attention = block + "self_attn.";
            String fused = Tensors.inBlock(layer, Tensors.QUERY_KEY_VALUE);
            tensors.rows(attention + "q_proj", fused, 0, queries);
            tensors.rows(attention + "k_proj", fused, queries, keys);
            tensors.rows(attention + "v_proj", fused, queries + keys, keys);
            tensors.layer(attention + "o_proj", Tensors.inBlock(layer, Tensors.ATTENTION_OUTPUT));
            tensors.whole(attention + "q_norm.weight", Tensors.inBlock(layer, Tensors.QUERY_NORM));
            tensors.whole(attention + "k_norm.weight", Tensors.inBlock(layer, Tensors.KEY_NORM));
            tensors.layer(block + "post_attention_layernorm", Tensors.inBlock(layer, Tensors.FEED_FORWARD_NORM));
            String up = Tensors.inBlock(layer, Tensors.UP);
            tensors.rows(block + "mlp.gate_proj", up, 0, config.innerWidth());
            tensors.rows(block + "mlp.up_proj", up, config.innerWidth(), config.innerWidth());
            tensors.layer(block + "mlp.down_proj", Tensors.inBlock(layer, Tensors.DOWN));
        }
        tensors.layer("model.norm", Tensors.FINAL_NORM);
        tensors.whole("lm_head.weight", Tensors.OUTPUT);
        return tensors.list();
    }
}
