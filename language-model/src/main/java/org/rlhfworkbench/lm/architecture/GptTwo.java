package org.rlhfworkbench.lm.architecture;

import java.util.List;
import java.util.Map;
import org.rlhfworkbench.lm.architecture.Block.Activation;
import org.rlhfworkbench.lm.architecture.Block.Norm;
import org.rlhfworkbench.lm.architecture.StoredTensor.Arrangement;

/** GPT-2 (Radford et al. 2019): learned positions, layer norms, biases everywhere, projections stored transposed. */
final class GptTwo implements Family {

    @Override
    public String architecture() {
        return "GPT2LMHeadModel";
    }

    @Override
    public String bodyPrefix() {
        return "transformer.";
    }

    @Override
    public ModelConfig config(String architecture, ConfigFields fields) {
        fields.only("scale_attn_weights", true);
        fields.only("scale_attn_by_inverse_layer_idx", false);
        fields.only("add_cross_attention", false);
        int width = fields.integer("n_embd", 768);
        int heads = fields.integer("n_head", 12);
        List<Integer> begin = fields.tokens("bos_token_id");
        return new ModelConfig(
                architecture,
                fields.integer("vocab_size", 50_257),
                width,
                fields.integer("n_inner", 4 * width),
                fields.integer("n_layer", 12),
                heads,
                heads,
                heads > 0 ? width / heads : 0,
                fields.integer("n_positions", 1_024),
                new Block(
                        Norm.LAYER,
                        fields.number("layer_norm_epsilon", 1e-5),
                        false,
                        null,
                        activation(fields),
                        false,
                        false,
                        true,
                        true,
                        true,
                        0,
                        0),
                fields.flag("tie_word_embeddings", true),
                begin.isEmpty() ? -1 : begin.getFirst(),
                fields.tokens("eos_token_id"),
                fields.integer("pad_token_id", -1));
    }

    private static Activation activation(ConfigFields fields) {
        return fields.choice(
                "activation_function",
                "gelu_new",
                Map.of(
                        "gelu_new", Activation.GELU_TANH,
                        "gelu_pytorch_tanh", Activation.GELU_TANH,
                        "gelu", Activation.GELU,
                        "relu", Activation.RELU,
                        "silu", Activation.SILU));
    }

    @Override
    public List<StoredTensor> tensors(ModelConfig config) {
        StoredTensors tensors = new StoredTensors(config);
        tensors.whole("transformer.wte.weight", Tensors.EMBEDDING);
        tensors.whole("transformer.wpe.weight", Tensors.POSITIONS);
        for (int layer = 0; layer < config.layers(); layer++) {
            String block = "transformer.h." + layer + ".";
            tensors.layer(block + "ln_1", Tensors.inBlock(layer, Tensors.ATTENTION_NORM));
            String fused = Tensors.inBlock(layer, Tensors.QUERY_KEY_VALUE);
            tensors.layer(block + "attn.c_attn", fused, Arrangement.TRANSPOSED);
            String output = Tensors.inBlock(layer, Tensors.ATTENTION_OUTPUT);
            tensors.layer(block + "attn.c_proj", output, Arrangement.TRANSPOSED);
            tensors.layer(block + "ln_2", Tensors.inBlock(layer, Tensors.FEED_FORWARD_NORM));
            tensors.layer(block + "mlp.c_fc", Tensors.inBlock(layer, Tensors.UP), Arrangement.TRANSPOSED);
            tensors.layer(block + "mlp.c_proj", Tensors.inBlock(layer, Tensors.DOWN), Arrangement.TRANSPOSED);
        }
        tensors.layer("transformer.ln_f", Tensors.FINAL_NORM);
        tensors.whole("lm_head.weight", Tensors.OUTPUT);
        return tensors.list();
    }
}
