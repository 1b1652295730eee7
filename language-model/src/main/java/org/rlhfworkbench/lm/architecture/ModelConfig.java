package org.rlhfworkbench.lm.architecture;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The shape of a decoder.
 *
 * @param architecture the class name in {@code architectures}, such as {@code LlamaForCausalLM}
 * @param vocabularySize V
 * @param width C, the hidden size
 * @param innerWidth the hidden size of the feed-forward layer
 * @param layers number of blocks
 * @param heads nh, query heads
 * @param keyValueHeads nkv, key and value heads; divides {@code heads}
 * @param headSize hs
 * @param contextLength the greatest number of positions
 * @param block what a block does
 * @param tiedEmbeddings whether the output projection is the token embedding
 * @param beginToken the token that opens a document, −1 for none
 * @param endTokens the tokens that end a text
 * @param padToken the token at padded positions, −1 for none
 */
public record ModelConfig(
        String architecture,
        int vocabularySize,
        int width,
        int innerWidth,
        int layers,
        int heads,
        int keyValueHeads,
        int headSize,
        int contextLength,
        Block block,
        boolean tiedEmbeddings,
        int beginToken,
        List<Integer> endTokens,
        int padToken) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    public ModelConfig {
        endTokens = List.copyOf(endTokens);
        if (width <= 0 || layers <= 0 || vocabularySize <= 0 || innerWidth <= 0 || contextLength <= 0) {
            throw new IllegalArgumentException("Every size of a model is positive, not " + width + " wide, " + layers
                    + " layers, " + vocabularySize + " tokens");
        }
        if (heads <= 0 || keyValueHeads <= 0 || heads % keyValueHeads != 0) {
            throw new IllegalArgumentException(
                    keyValueHeads + " key and value heads do not divide " + heads + " query heads");
        }
        if (headSize <= 0) {
            throw new IllegalArgumentException("A head of " + headSize + " holds nothing");
        }
    }

    /**
     * A Llama-shaped model of our own that generates text, with end-of-document 0, padding 1 and end-of-turn 3 as its
     * tokens.
     */
    public static ModelConfig causal(
            int vocabularySize, int width, int innerWidth, int layers, int heads, int keyValueHeads, int context) {
        int headSize = width / Math.max(heads, 1);
        return new ModelConfig(
                "LlamaForCausalLM",
                vocabularySize,
                width,
                innerWidth,
                layers,
                heads,
                keyValueHeads,
                headSize,
                context,
                Llama.block(1e-5, new Rotary(10_000, headSize, null)),
                true,
                -1,
                List.of(0, 3),
                1);
    }

    /** Whether the model predicts tokens; otherwise it has a head that scores or classifies. */
    public boolean generatesText() {
        return !architecture.endsWith("ForSequenceClassification");
    }

    /** The same body under another head. */
    public ModelConfig withArchitecture(String name) {
        return new ModelConfig(
                name,
                vocabularySize,
                width,
                innerWidth,
                layers,
                heads,
                keyValueHeads,
                headSize,
                contextLength,
                block,
                tiedEmbeddings,
                beginToken,
                endTokens,
                padToken);
    }

    /** {@code config.json} of a {@link #causal} model as Transformers reads it. */
    public ObjectNode toJson() {
        ObjectNode json = JSON.createObjectNode();
        json.putArray("architectures").add(architecture);
        json.put("model_type", "llama");
        json.put("vocab_size", vocabularySize);
        json.put("hidden_size", width);
        json.put("intermediate_size", innerWidth);
        json.put("num_hidden_layers", layers);
        json.put("num_attention_heads", heads);
        json.put("num_key_value_heads", keyValueHeads);
        json.put("head_dim", headSize);
        json.put("max_position_embeddings", contextLength);
        json.put("rms_norm_eps", block.normEpsilon());
        json.put("rope_theta", block.rotary() == null ? 10_000 : block.rotary().theta());
        json.putNull("rope_scaling");
        json.put("hidden_act", "silu");
        json.put("attention_bias", false);
        json.put("mlp_bias", false);
        json.put("attention_dropout", 0.0);
        json.put("initializer_range", 0.02);
        json.put("tie_word_embeddings", tiedEmbeddings);
        json.put("use_cache", true);
        if (beginToken >= 0) {
            json.put("bos_token_id", beginToken);
        } else {
            json.putNull("bos_token_id");
        }
        if (endTokens.size() == 1) {
            json.put("eos_token_id", endTokens.getFirst());
        } else if (!endTokens.isEmpty()) {
            endTokens.forEach(json.putArray("eos_token_id")::add);
        }
        if (padToken >= 0) {
            json.put("pad_token_id", padToken);
        }
        return json;
    }

    /** The number of weights, from the shapes alone. */
    public long parameterCount() {
        return Tensors.shapes(this).values().stream()
                .mapToLong(shape -> java.util.Arrays.stream(shape).reduce(1, (a, b) -> a * b))
                .sum();
    }
}
