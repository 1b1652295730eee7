package org.rlhfworkbench.lm.architecture;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.checkpoint.BadCheckpoint;
import tools.jackson.databind.JsonNode;

/**
 * The fields of a {@code config.json}. It keeps count of those that were read: a field that nobody knows may change what
 * the model computes, so it is refused by name.
 */
public final class ConfigFields {

    /** Fields that say nothing about what a forward pass computes. */
    private static final Set<String> NOTES = Set.of(
            "architectures",
            "model_type",
            "dtype",
            "torch_dtype",
            "transformers_version",
            "use_cache",
            "auto_map",
            "initializer_range",
            "id2label",
            "label2id",
            "num_labels",
            "problem_type",
            "task_specific_params",
            "attention_dropout",
            "hidden_dropout",
            "classifier_dropout",
            "attn_pdrop",
            "embd_pdrop",
            "resid_pdrop",
            "summary_activation",
            "summary_first_dropout",
            "summary_proj_to_labels",
            "summary_type",
            "summary_use_proj",
            "pretraining_tp",
            "reorder_and_upcast_attn",
            "transformers.js_config",
            "is_llama_config",
            "score_shift",
            "score_scale",
            "n_ctx",
            "sep_token_id",
            "decoder_start_token_id",
            // settings of generation that older files keep here
            "do_sample",
            "early_stopping",
            "max_length",
            "min_length",
            "num_beams",
            "num_beam_groups",
            "diversity_penalty",
            "temperature",
            "top_k",
            "top_p",
            "typical_p",
            "repetition_penalty",
            "length_penalty",
            "no_repeat_ngram_size",
            "encoder_no_repeat_ngram_size",
            "num_return_sequences",
            "chunk_size_feed_forward",
            "return_dict",
            "output_attentions",
            "output_hidden_states",
            "output_scores",
            "return_dict_in_generate",
            "remove_invalid_values",
            "forced_bos_token_id",
            "forced_eos_token_id",
            "bad_words_ids",
            "suppress_tokens",
            "begin_suppress_tokens",
            "use_bfloat16",
            "torchscript");

    private final JsonNode json;
    private final String place;
    private final Set<String> read = new HashSet<>();

    public ConfigFields(JsonNode json, String place) {
        this.json = json;
        this.place = place;
    }

    private @Nullable JsonNode value(String field) {
        read.add(field);
        JsonNode value = json.path(field);
        return value.isMissingNode() || value.isNull() ? null : value;
    }

    /** A whole number that must be there. */
    public int integer(String field) {
        JsonNode value = value(field);
        if (value == null || !value.isInt()) {
            throw new BadCheckpoint(place, "the field '" + field + "' is missing or not a whole number", "Add it");
        }
        return value.asInt();
    }

    public int integer(String field, int usual) {
        return value(field) == null ? usual : integer(field);
    }

    /** Null where the file says so, {@code usual} where it says nothing. */
    public @Nullable Integer integerOrNone(String field, int usual) {
        read.add(field);
        return json.path(field).isNull() ? null : Integer.valueOf(integer(field, usual));
    }

    public double number(String field, double usual) {
        JsonNode value = value(field);
        if (value != null && !value.isNumber()) {
            throw refused(field, value, "It has to be a number");
        }
        return value == null ? usual : value.asDouble();
    }

    public boolean flag(String field, boolean usual) {
        JsonNode value = value(field);
        if (value != null && !value.isBoolean()) {
            throw refused(field, value, "It has to be true or false");
        }
        return value == null ? usual : value.asBoolean();
    }

    /** One of several texts, as what they stand for. */
    public <T> T choice(String field, String usual, Map<String, T> choices) {
        JsonNode value = value(field);
        T chosen = choices.get(value == null ? usual : value.asString(""));
        if (chosen == null) {
            throw refused(field, value, "Known: " + new java.util.TreeSet<>(choices.keySet()));
        }
        return chosen;
    }

    /** Refuses the model unless the field is absent, null, or this. */
    public void only(String field, Object supported) {
        JsonNode value = value(field);
        if (value != null && !value.asString("").equals(supported.toString())) {
            throw refused(field, value, "Only " + supported + " is");
        }
    }

    /** Token ids: one, several, or none. */
    public List<Integer> tokens(String field) {
        JsonNode value = value(field);
        if (value == null) {
            return List.of();
        }
        if (value.isArray() && !value.valueStream().allMatch(JsonNode::isInt) || !value.isArray() && !value.isInt()) {
            throw new BadCheckpoint(place, "the field '" + field + "' holds what is no token", "Repair it");
        }
        return value.isArray() ? value.valueStream().map(JsonNode::asInt).toList() : List.of(value.asInt());
    }

    /** How many of the first layers attend to all positions, by {@code layer_types}; {@code usual} where the file has none. */
    public int fullLayers(int layers, int usual) {
        JsonNode types = value("layer_types");
        if (types == null) {
            return usual;
        }
        int full = 0;
        for (int layer = 0; layer < types.size(); layer++) {
            boolean windowed = types.get(layer).asString("").equals("sliding_attention");
            if (!windowed && (full < layer || !types.get(layer).asString("").equals("full_attention"))) {
                throw refused("layer_types", types, "Full attention comes before sliding attention, or has all layers");
            }
            full += windowed ? 0 : 1;
        }
        return types.size() == layers ? full : usual;
    }

    /** Rotary positions, from the fields of Transformers 4 ({@code rope_scaling}) or 5 ({@code rope_parameters}). */
    public Rotary rotary(int dimensions, double usualTheta) {
        JsonNode parameters = value("rope_parameters");
        JsonNode scaling = value("rope_scaling");
        JsonNode rope = parameters != null ? parameters : scaling;
        double theta = number("rope_theta", usualTheta);
        if (rope == null) {
            return new Rotary(theta, dimensions, null);
        }
        String type = rope.path("rope_type").asString(rope.path("type").asString("default"));
        double ropeTheta = rope.path("rope_theta").asDouble(theta);
        return new Rotary(
                ropeTheta,
                dimensions,
                switch (type) {
                    case "default" -> null;
                    case "linear" -> new Rotary.Linear(part(rope, "factor"));
                    case "llama3" ->
                        new Rotary.Llama3(
                                part(rope, "factor"),
                                part(rope, "low_freq_factor"),
                                part(rope, "high_freq_factor"),
                                (int) part(rope, "original_max_position_embeddings"));
                    default ->
                        throw new BadCheckpoint(
                                place,
                                "the rope type '" + type + "' is not supported",
                                "Known: default, linear, llama3; take a model with one of these");
                });
    }

    private double part(JsonNode rope, String field) {
        if (!rope.path(field).isNumber()) {
            throw new BadCheckpoint(place, "the rope scaling lacks a number '" + field + "'", "Add it");
        }
        return rope.path(field).asDouble();
    }

    private BadCheckpoint refused(String field, @Nullable JsonNode value, String wayOut) {
        return new BadCheckpoint(place, field + " = " + value + " is not supported", wayOut);
    }

    /** Refuses what nobody has read and what may matter: anything but a note, a text, false, or an empty value. */
    void refuseUnread() {
        json.propertyStream()
                .filter(field -> !read.contains(field.getKey()) && !NOTES.contains(field.getKey()))
                .filter(field -> !field.getKey().startsWith("_") && !harmless(field.getValue()))
                .findFirst()
                .ifPresent(field -> {
                    throw refused(
                            field.getKey(),
                            field.getValue(),
                            "Remove the field if it does not change what the model computes, or take another model");
                });
    }

    private static boolean harmless(JsonNode value) {
        return value.isNull()
                || value.isString()
                || value.isBoolean() && !value.asBoolean()
                || value.isContainer() && value.isEmpty();
    }
}
