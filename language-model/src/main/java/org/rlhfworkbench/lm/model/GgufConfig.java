package org.rlhfworkbench.lm.model;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.rlhfworkbench.lm.checkpoint.BadCheckpoint;
import org.rlhfworkbench.lm.checkpoint.Gguf;
import org.rlhfworkbench.lm.checkpoint.GgufMetadata;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What {@code config.json} would say, from the metadata of a GGUF file. */
final class GgufConfig {

    static final String ARCHITECTURE = "general.architecture";
    static final String BLOCKS = "block_count";
    static final String CONTEXT = "context_length";
    static final String WIDTH = "embedding_length";
    static final String INNER_WIDTH = "feed_forward_length";
    static final String HEADS = "attention.head_count";
    static final String KEY_VALUE_HEADS = "attention.head_count_kv";
    static final String KEY_LENGTH = "attention.key_length";
    static final String VALUE_LENGTH = "attention.value_length";
    static final String NORM_EPSILON = "attention.layer_norm_rms_epsilon";
    static final String ROPE_BASE = "rope.freq_base";
    static final String ROPE_DIMENSIONS = "rope.dimension_count";
    static final String VOCABULARY = "vocab_size";

    static final String ROPE_CONTEXT = "rope.scaling.original_context_length";

    private static final String ROPE_SCALING = "rope.scaling.type";
    private static final String EXPERTS = "expert_count";

    /** The context that all published models with scaled positions were first trained on; few files say it. */
    private static final int LLAMA3_CONTEXT = 8192;

    /** What a file may say of its architecture; anything else might change what the model computes. */
    private static final Set<String> KNOWN = Set.of(
            BLOCKS,
            CONTEXT,
            WIDTH,
            INNER_WIDTH,
            HEADS,
            KEY_VALUE_HEADS,
            KEY_LENGTH,
            VALUE_LENGTH,
            NORM_EPSILON,
            ROPE_BASE,
            ROPE_DIMENSIONS,
            VOCABULARY,
            ROPE_SCALING,
            ROPE_CONTEXT,
            EXPERTS,
            "expert_used_count");

    private final Gguf gguf;
    private final GgufMetadata metadata;
    private final String place;
    private final GgufArchitecture architecture;

    /**
     * @throws BadCheckpoint naming an architecture, or what a file says of it, that is not supported
     */
    GgufConfig(Gguf gguf) {
        this.gguf = gguf;
        this.metadata = gguf.metadata();
        this.place = gguf.tensors().file().toString();
        String name = metadata.text(ARCHITECTURE).orElse("");
        this.architecture = GgufArchitecture.ofGguf(name)
                .orElseThrow(() -> new BadCheckpoint(
                        place,
                        "the architecture '" + name + "' is not read from GGUF",
                        "Use one of "
                                + Arrays.stream(GgufArchitecture.values())
                                        .map(GgufArchitecture::ggufName)
                                        .toList() + ", or the model's folder in Hugging Face layout"));
        refuseWhatIsUnknown();
    }

    GgufArchitecture architecture() {
        return architecture;
    }

    private void refuseWhatIsUnknown() {
        String prefix = architecture.ggufName() + ".";
        for (String key : metadata.keys()) {
            if (key.startsWith(prefix) && !KNOWN.contains(key.substring(prefix.length()))) {
                throw unsupported(key);
            }
        }
        if (wholeNumber(EXPERTS).orElse(0) != 0) {
            throw unsupported(key(EXPERTS));
        }
        if (!metadata.text(key(ROPE_SCALING)).orElse("none").equals("none")) {
            throw unsupported(key(ROPE_SCALING));
        }
    }

    private BadCheckpoint unsupported(String key) {
        return new BadCheckpoint(
                place, "'" + key + "' is not supported", "Use the model's folder in Hugging Face layout");
    }

    /**
     * {@code config.json} as Transformers reads it.
     *
     * @throws BadCheckpoint naming what is missing or contradicts itself
     */
    ObjectNode json() {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.putArray("architectures").add(architecture.className());
        json.put("model_type", architecture.ggufName());
        int width = required(WIDTH);
        int heads = required(HEADS);
        int headSize = (int) wholeNumber(KEY_LENGTH).orElse(heads == 0 ? 0 : width / heads);
        requireEqual(VALUE_LENGTH, headSize);
        requireEqual(ROPE_DIMENSIONS, headSize);
        json.put("vocab_size", vocabularySize());
        json.put("hidden_size", width);
        json.put("intermediate_size", required(INNER_WIDTH));
        json.put("num_hidden_layers", required(BLOCKS));
        json.put("num_attention_heads", heads);
        json.put("num_key_value_heads", (int) wholeNumber(KEY_VALUE_HEADS).orElse(heads));
        json.put("head_dim", headSize);
        json.put("max_position_embeddings", required(CONTEXT));
        json.put("rms_norm_eps", metadata.number(key(NORM_EPSILON)).orElse(1e-5));
        json.put("rope_theta", metadata.number(key(ROPE_BASE)).orElse(10_000.0));
        json.set("rope_scaling", GgufRopeFactors.scaling(gguf, json, (int)
                wholeNumber(ROPE_CONTEXT).orElse(LLAMA3_CONTEXT)));
        json.put("hidden_act", "silu");
        json.put("attention_bias", false);
        json.put("mlp_bias", false);
        json.put("attention_dropout", 0.0);
        json.put("initializer_range", 0.02);
        json.put("tie_word_embeddings", !gguf.tensors().names().contains("output.weight"));
        json.put("use_cache", true);
        putTokens(json);
        return json;
    }

    private int vocabularySize() {
        String embedding = "token_embd.weight";
        if (!gguf.tensors().names().contains(embedding)) {
            throw new BadCheckpoint(place, "the tensor '" + embedding + "' is missing", "Fetch the model again");
        }
        long[] shape = gguf.tensors().shape(embedding);
        if (shape.length != 2 || shape[0] > Integer.MAX_VALUE) {
            throw new BadCheckpoint(
                    place, "the tensor '" + embedding + "' is " + Arrays.toString(shape), "Fetch the file again");
        }
        return (int) shape[0];
    }

    private void putTokens(ObjectNode json) {
        Set<Long> ends = new TreeSet<>();
        for (String name : List.of("eos", "eot", "eom")) {
            token(name).ifPresent(ends::add);
        }
        if (ends.size() == 1) {
            json.put("eos_token_id", ends.iterator().next().intValue());
        } else if (!ends.isEmpty()) {
            ends.forEach(end -> json.withArray("eos_token_id").add(end.intValue()));
        }
        token("bos").ifPresent(token -> json.put("bos_token_id", (int) token));
        token("padding").ifPresent(token -> json.put("pad_token_id", (int) token));
    }

    private OptionalLong token(String name) {
        OptionalLong id = metadata.wholeNumber("tokenizer.ggml." + name + "_token_id");
        // Some files mark an absent token with −1, some with the greatest number there is.
        return id.isPresent() && id.getAsLong() >= 0 && id.getAsLong() < vocabularySize() ? id : OptionalLong.empty();
    }

    private String key(String name) {
        return architecture.ggufName() + "." + name;
    }

    private OptionalLong wholeNumber(String name) {
        OptionalLong number = metadata.wholeNumber(key(name));
        if (number.isPresent() && (number.getAsLong() < 0 || number.getAsLong() > Integer.MAX_VALUE)) {
            throw new BadCheckpoint(
                    place, "'" + key(name) + "' is " + number.getAsLong(), "The file is damaged: fetch it again");
        }
        return number;
    }

    private int required(String name) {
        OptionalLong number = wholeNumber(name);
        if (number.isEmpty()) {
            throw new BadCheckpoint(place, "it does not say '" + key(name) + "'", "Fetch the file again");
        }
        return (int) number.getAsLong();
    }

    private void requireEqual(String name, int headSize) {
        long found = wholeNumber(name).orElse(headSize);
        if (found != headSize) {
            throw new BadCheckpoint(
                    place,
                    "'" + key(name) + "' is " + found + " where a head has " + headSize + ", which is not supported",
                    "Use the model's folder in Hugging Face layout");
        }
    }
}
