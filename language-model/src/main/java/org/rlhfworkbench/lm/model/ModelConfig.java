package org.rlhfworkbench.lm.model;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.rlhfworkbench.lm.checkpoint.BadCheckpoint;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The shape of a Llama-family decoder, as {@code config.json} of the Hugging Face layout states it.
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
 * @param normEpsilon added to the mean square in the norms
 * @param ropeTheta base of the rotary frequencies
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
        double normEpsilon,
        double ropeTheta,
        boolean tiedEmbeddings,
        int beginToken,
        List<Integer> endTokens,
        int padToken) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> ARCHITECTURES = Set.of("LlamaForCausalLM", "LlamaForSequenceClassification");

    /** Fields that change what the model computes, with the one value that is supported. */
    private static final List<Supported> SUPPORTED = List.of(
            new Supported("hidden_act", "silu"),
            new Supported("attention_bias", "false"),
            new Supported("mlp_bias", "false"),
            new Supported("rope_scaling", "null"));

    private record Supported(String field, String value) {}

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
        if (headSize <= 0 || headSize % 2 != 0) {
            throw new IllegalArgumentException(
                    "A head of " + headSize + " is not even: rotary positions pair its halves");
        }
    }

    /** A model that generates text, with end-of-document 0, padding 1 and end-of-turn 3 as its tokens. */
    public static ModelConfig causal(
            int vocabularySize, int width, int innerWidth, int layers, int heads, int keyValueHeads, int context) {
        return new ModelConfig(
                "LlamaForCausalLM",
                vocabularySize,
                width,
                innerWidth,
                layers,
                heads,
                keyValueHeads,
                width / heads,
                context,
                1e-5,
                10_000,
                true,
                -1,
                List.of(0, 3),
                1);
    }

    /** Whether the model predicts tokens; otherwise it has a head that scores or classifies. */
    public boolean generatesText() {
        return architecture.endsWith("ForCausalLM");
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
                normEpsilon,
                ropeTheta,
                tiedEmbeddings,
                beginToken,
                endTokens,
                padToken);
    }

    /**
     * Reads {@code config.json}.
     *
     * @throws BadCheckpoint naming the field, where a field or an architecture is not supported
     */
    public static ModelConfig parse(JsonNode json, String place) {
        String architecture = json.path("architectures").path(0).asString("");
        if (!ARCHITECTURES.contains(architecture)) {
            throw new BadCheckpoint(
                    place,
                    "the architecture '" + architecture + "' is not supported",
                    "Use one of " + new TreeSet<>(ARCHITECTURES));
        }
        for (Supported supported : SUPPORTED) {
            JsonNode value = json.path(supported.field());
            if (!value.isMissingNode() && !value.isNull() && !value.asString("").equals(supported.value())) {
                throw new BadCheckpoint(
                        place,
                        supported.field() + " = " + value + " is not supported",
                        "Only " + supported.value() + " is");
            }
        }
        JsonNode rope = json.path("rope_parameters");
        if (rope.isObject() && !rope.path("rope_type").asString("default").equals("default")) {
            throw new BadCheckpoint(place, "rope_parameters = " + rope + " is not supported", "Only the default is");
        }
        try {
            int width = integer(json, "hidden_size", place);
            int heads = integer(json, "num_attention_heads", place);
            return new ModelConfig(
                    architecture,
                    integer(json, "vocab_size", place),
                    width,
                    integer(json, "intermediate_size", place),
                    integer(json, "num_hidden_layers", place),
                    heads,
                    integer(json, "num_key_value_heads", heads, place),
                    integer(json, "head_dim", heads > 0 ? width / heads : 0, place),
                    integer(json, "max_position_embeddings", place),
                    json.path("rms_norm_eps").asDouble(1e-6),
                    json.path("rope_theta").asDouble(rope.path("rope_theta").asDouble(10_000)),
                    json.path("tie_word_embeddings").asBoolean(false),
                    integer(json, "bos_token_id", -1, place),
                    tokens(json.path("eos_token_id"), place),
                    integer(json, "pad_token_id", -1, place));
        } catch (IllegalArgumentException e) {
            throw new BadCheckpoint(place, String.valueOf(e.getMessage()), "Repair the file or take another model");
        }
    }

    private static int integer(JsonNode json, String field, String place) {
        JsonNode value = json.path(field);
        if (!value.isInt()) {
            throw new BadCheckpoint(place, "the field '" + field + "' is missing or not a whole number", "Add it");
        }
        return value.asInt();
    }

    private static int integer(JsonNode json, String field, int usual, String place) {
        return json.path(field).isMissingNode() || json.path(field).isNull() ? usual : integer(json, field, place);
    }

    private static List<Integer> tokens(JsonNode value, String place) {
        if (value.isArray() && !value.valueStream().allMatch(JsonNode::isInt)) {
            throw new BadCheckpoint(place, "the field 'eos_token_id' holds what is no token", "Repair it");
        }
        if (value.isArray()) {
            return value.valueStream().map(JsonNode::asInt).toList();
        }
        return value.isInt() ? List.of(value.asInt()) : List.of();
    }

    /** {@code config.json} as Transformers reads it. */
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
        json.put("rms_norm_eps", normEpsilon);
        json.put("rope_theta", ropeTheta);
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
        long attention = (long) width * headSize * (2L * heads + 2L * keyValueHeads);
        long feedForward = 3L * width * innerWidth;
        long embeddings = (long) vocabularySize * width * (tiedEmbeddings ? 1 : 2);
        return embeddings + layers * (attention + feedForward + 2L * width) + width;
    }
}
