package org.rlhfworkbench.lm.architecture;

import java.util.List;
import java.util.TreeSet;
import org.rlhfworkbench.lm.checkpoint.BadCheckpoint;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Models whose {@code config.json} and tensors have the same names. A further family is one implementation of this
 * interface and its place in {@link #ALL}.
 */
public interface Family {

    /** Every family that can be read. */
    List<Family> ALL = List.of(new Llama(), new Mistral(), new Qwen2(), new Qwen3(), new GptTwo(), new GptNeoX());

    /** The class name in {@code architectures} of the models that generate text. */
    String architecture();

    /** The shape that {@code config.json} states; throws {@link BadCheckpoint} through the fields. */
    ModelConfig config(String architecture, ConfigFields fields);

    /** Where the files keep each tensor of {@link Tensors#shapes}, in the order in which they are written. */
    List<StoredTensor> tensors(ModelConfig config);

    /** What some files leave out in front of every name of the body, such as {@code model.}. */
    String bodyPrefix();

    /** The class name of the same body under a head that scores or classifies. */
    default String classifier() {
        return architecture().replaceAll("ForCausalLM$|LMHeadModel$", "") + "ForSequenceClassification";
    }

    /** {@code config.json} of the same body under a head with one score. */
    default ObjectNode scoring(ObjectNode json, int padToken) {
        ObjectNode scoring = json.deepCopy();
        scoring.putArray("architectures").add(classifier());
        scoring.putObject("id2label").put("0", "score");
        scoring.putObject("label2id").put("score", 0);
        scoring.put("num_labels", 1);
        scoring.put("pad_token_id", padToken);
        return scoring;
    }

    /**
     * The family of an architecture.
     *
     * @param place the file that names it
     * @throws BadCheckpoint if none reads it
     */
    static Family of(String architecture, String place) {
        return ALL.stream()
                .filter(family -> family.architecture().equals(architecture)
                        || family.classifier().equals(architecture))
                .findFirst()
                .orElseThrow(() -> new BadCheckpoint(
                        place,
                        "the architecture '" + architecture + "' is not supported",
                        "Use one of " + supported()));
    }

    private static TreeSet<String> supported() {
        TreeSet<String> names = new TreeSet<>();
        ALL.forEach(family -> names.addAll(List.of(family.architecture(), family.classifier())));
        return names;
    }

    /**
     * Reads {@code config.json}.
     *
     * @throws BadCheckpoint naming the field, where a field or an architecture is not supported
     */
    static ModelConfig parse(JsonNode json, String place) {
        String architecture = json.path("architectures").path(0).asString("");
        Family family = of(architecture, place);
        ConfigFields fields = new ConfigFields(json, place);
        try {
            ModelConfig config = family.config(architecture, fields);
            fields.refuseUnread();
            return config;
        } catch (IllegalArgumentException e) {
            throw new BadCheckpoint(place, String.valueOf(e.getMessage()), "Repair the file or take another model");
        }
    }
}
