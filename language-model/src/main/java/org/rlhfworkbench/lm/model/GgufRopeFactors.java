package org.rlhfworkbench.lm.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Objects;
import java.util.Set;
import org.rlhfworkbench.lm.architecture.Rotary;
import org.rlhfworkbench.lm.checkpoint.BadCheckpoint;
import org.rlhfworkbench.lm.checkpoint.Gguf;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The scaled rotary positions of Llama 3: {@code config.json} gives four numbers, a GGUF file what each rotary frequency
 * is divided by.
 */
final class GgufRopeFactors {

    /** The tensor with a factor for each pair of dimensions. */
    static final String TENSOR = "rope_freqs.weight";

    private static final double TOLERANCE = 1e-4;

    private GgufRopeFactors() {}

    /**
     * The field {@code rope_scaling}: null where the file has no factors. All models of this kind have the same bounds, so
     * that the greatest factor alone tells them apart.
     *
     * @param config with {@code head_dim} and {@code rope_theta}
     * @param originalContext positions that the model was first trained on
     * @throws BadCheckpoint if the factors are not what that rule gives
     */
    static JsonNode scaling(Gguf gguf, ObjectNode config, int originalContext) {
        if (!gguf.tensors().names().contains(TENSOR)) {
            return JsonMapper.shared().nullNode();
        }
        float[] found;
        try (NDManager manager = NDManager.newBaseManager(Device.cpu());
                NDArray array = Objects.requireNonNull(
                        gguf.tensors().read(Set.of(TENSOR), manager).get(TENSOR))) {
            found = array.toFloatArray();
        }
        Rotary.Llama3 scaling = new Rotary.Llama3(found[found.length - 1], 1, 4, originalContext);
        float[] expected = of(new Rotary(
                config.path("rope_theta").asDouble(), config.path("head_dim").asInt(), scaling));
        boolean same = found.length == expected.length;
        for (int i = 0; same && i < found.length; i++) {
            same = Math.abs(found[i] - expected[i]) <= TOLERANCE * expected[i];
        }
        if (!same) {
            throw new BadCheckpoint(
                    gguf.tensors().file().toString(),
                    "the factors in '" + TENSOR + "' are not those of Llama 3",
                    "Use the model's folder in Hugging Face layout");
        }
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put("rope_type", "llama3");
        json.put("factor", scaling.factor());
        json.put("low_freq_factor", scaling.lowFactor());
        json.put("high_freq_factor", scaling.highFactor());
        json.put("original_max_position_embeddings", scaling.originalContext());
        return json;
    }

    /** What each frequency is divided by. */
    static float[] of(Rotary rotary) {
        float[] plain = new Rotary(rotary.theta(), rotary.dimensions(), null).frequencies();
        float[] scaled = rotary.frequencies();
        float[] factors = new float[plain.length];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = plain[i] / scaled[i];
        }
        return factors;
    }
}
