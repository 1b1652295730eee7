package org.rlhfworkbench.lm.architecture;

import java.util.List;

/** The sizes that Llama's kin keep under the same names. */
final class Sizes {

    final int heads;
    final int keyValueHeads;
    final int width;
    final int headSize;

    private Sizes(int heads, int keyValueHeads, int width, int headSize) {
        this.heads = heads;
        this.keyValueHeads = keyValueHeads;
        this.width = width;
        this.headSize = headSize;
    }

    static Sizes of(ConfigFields fields, int usualKeyValueHeads) {
        int heads = fields.integer("num_attention_heads");
        int width = fields.integer("hidden_size");
        return of(fields, usualKeyValueHeads, heads > 0 ? width / heads : 0);
    }

    static Sizes of(ConfigFields fields, int usualKeyValueHeads, int usualHeadSize) {
        return new Sizes(
                fields.integer("num_attention_heads"),
                fields.integer("num_key_value_heads", usualKeyValueHeads),
                fields.integer("hidden_size"),
                fields.integer("head_dim", usualHeadSize));
    }

    ModelConfig config(String architecture, ConfigFields fields, Block block) {
        return config(architecture, fields, block, false);
    }

    ModelConfig config(String architecture, ConfigFields fields, Block block, boolean usuallyTied) {
        List<Integer> begin = fields.tokens("bos_token_id");
        return new ModelConfig(
                architecture,
                fields.integer("vocab_size"),
                width,
                fields.integer("intermediate_size"),
                fields.integer("num_hidden_layers"),
                heads,
                keyValueHeads,
                headSize,
                fields.integer("max_position_embeddings"),
                block,
                fields.flag("tie_word_embeddings", usuallyTied),
                begin.isEmpty() ? -1 : begin.getFirst(),
                fields.tokens("eos_token_id"),
                fields.integer("pad_token_id", -1));
    }
}
