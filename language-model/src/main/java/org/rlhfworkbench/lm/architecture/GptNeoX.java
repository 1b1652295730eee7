package org.rlhfworkbench.lm.architecture;

import java.util.List;
import org.rlhfworkbench.lm.architecture.Block.Norm;
import org.rlhfworkbench.lm.architecture.StoredTensor.Arrangement;

/** GPT-NeoX and Pythia (Black et al. 2022): partial rotary positions, a parallel residual, one matrix grouped by head. */
final class GptNeoX implements Family {

    @Override
    public String architecture() {
        return "GPTNeoXForCausalLM";
    }

    @Override
    public String bodyPrefix() {
        return "gpt_neox.";
    }

    @Override
    public ModelConfig config(String architecture, ConfigFields fields) {
        int heads = fields.integer("num_attention_heads");
        Sizes sizes = Sizes.of(fields, heads);
        double share = fields.number("partial_rotary_factor", fields.number("rotary_pct", 0.25));
        double theta = fields.number("rotary_emb_base", 10_000);
        boolean bias = fields.flag("attention_bias", true);
        return sizes.config(
                architecture,
                fields,
                new Block(
                        Norm.LAYER,
                        fields.number("layer_norm_eps", 1e-5),
                        false,
                        fields.rotary((int) (sizes.headSize * share), theta),
                        Llama.activation(fields, "gelu"),
                        false,
                        fields.flag("use_parallel_residual", true),
                        bias,
                        bias,
                        true,
                        0,
                        0));
    }

    @Override
    public List<StoredTensor> tensors(ModelConfig config) {
        StoredTensors tensors = new StoredTensors(config);
        tensors.whole("gpt_neox.embed_in.weight", Tensors.EMBEDDING);
        for (int layer = 0; layer < config.layers(); layer++) {
            String block = "gpt_neox.layers." + layer + ".";
            tensors.layer(block + "input_layernorm", Tensors.inBlock(layer, Tensors.ATTENTION_NORM));
            String fused = Tensors.inBlock(layer, Tensors.QUERY_KEY_VALUE);
            tensors.layer(block + "attention.query_key_value", fused, Arrangement.BY_HEAD);
            tensors.layer(block + "attention.dense", Tensors.inBlock(layer, Tensors.ATTENTION_OUTPUT));
            tensors.layer(block + "post_attention_layernorm", Tensors.inBlock(layer, Tensors.FEED_FORWARD_NORM));
            tensors.layer(block + "mlp.dense_h_to_4h", Tensors.inBlock(layer, Tensors.UP));
            tensors.layer(block + "mlp.dense_4h_to_h", Tensors.inBlock(layer, Tensors.DOWN));
        }
        tensors.layer("gpt_neox.final_layer_norm", Tensors.FINAL_NORM);
        tensors.whole("embed_out.weight", Tensors.OUTPUT);
        return tensors.list();
    }
}
