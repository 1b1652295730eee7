package org.rlhfworkbench.lm.benchmark;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.List;
import org.rlhfworkbench.lm.architecture.Family;
import org.rlhfworkbench.lm.architecture.ModelConfig;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.model.ModelSource;
import org.rlhfworkbench.lm.model.Precision;
import org.rlhfworkbench.lm.training.Initialization;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A model to time: GPT-2 shapes with random weights, as other programs are timed on, or a model of one's own.
 *
 * @param name as the table shows it
 * @param generations what is timed when it generates
 * @param training rows and tokens a row of a training step
 */
record Shape(String name, List<Generation> generations, Training training) {

    /**
     * Sampling at temperature 1 without truncation.
     *
     * @param rows sequences side by side
     * @param prompt tokens a prompt
     * @param fresh tokens drawn a row
     */
    record Generation(int rows, int prompt, int fresh) {}

    /** A step of {@code rows} sequences of {@code tokens} tokens. */
    record Training(int rows, int tokens) {}

    static final Shape SMALL =
            new Shape("14m", List.of(new Generation(1, 32, 128), new Generation(32, 32, 128)), new Training(8, 128));
    static final Shape GPT_TWO = new Shape("124m", generations(64), new Training(2, 128));

    /** A model by its path or name. */
    static Shape of(String model) {
        return new Shape(model, generations(48), new Training(2, 128));
    }

    private static List<Generation> generations(int fresh) {
        return List.of(new Generation(1, 32, fresh), new Generation(8, 32, fresh), new Generation(32, 32, fresh));
    }

    LanguageModel load(Device device, Precision precision) {
        if (this != SMALL && this != GPT_TWO) {
            return LanguageModel.load(ModelSource.resolve(name), device, precision);
        }
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.putArray("architectures").add("GPT2LMHeadModel");
        if (this == SMALL) {
            json.put("vocab_size", 8_192)
                    .put("n_positions", 256)
                    .put("n_embd", 384)
                    .put("n_layer", 6)
                    .put("n_head", 6);
        }
        ModelConfig config = Family.parse(json, name);
        NDManager manager = NDManager.newBaseManager(device);
        return new LanguageModel(
                Path.of(name), json, config, Initialization.draw(config, manager, 1), null, null, precision);
    }
}
