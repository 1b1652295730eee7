package org.rlhfworkbench.reward.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.rlhfworkbench.lm.architecture.Tensors;
import org.rlhfworkbench.lm.checkpoint.BadCheckpoint;
import org.rlhfworkbench.lm.kernel.Kernels;
import org.rlhfworkbench.lm.kernel.NoGradients;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.model.LikeLengths;
import org.rlhfworkbench.lm.model.Pass;
import org.rlhfworkbench.lm.model.Precision;
import org.rlhfworkbench.lm.model.TokenBatch;

/**
 * A language model's trunk with a scalar head, which scores a prompt and its response at the last real token.
 *
 * <p>Its folder is what Transformers loads as {@code LlamaForSequenceClassification}, or its like of another family, with
 * one label, or an adapter that PEFT puts on it. That class has no bias, so the shift of the normalisation is the field {@code score_shift} in {@code config.json}: scores there differ
 * from these by that constant alone. The field {@code score_scale} keeps what the normalisation divided by.
 *
 * <p>B rows, T tokens, C width.
 */
public final class RewardModel implements AutoCloseable {

    private static final String HEAD = Tensors.SCORE;
    private static final String SHIFT = "score_shift";
    private static final String SCALE = "score_scale";

    private final LanguageModel trunk;
    private double shift;
    private double scale;

    private RewardModel(LanguageModel trunk) {
        this.trunk = trunk;
        this.shift = trunk.configJson().path(SHIFT).asDouble(0);
        this.scale = trunk.configJson().path(SCALE).asDouble(1);
    }

    /** As {@link #load(Path, Device, Precision)}, with products in float32. */
    public static RewardModel load(Path folder, Device device) {
        return load(folder, device, Precision.FLOAT32);
    }

    /**
     * Loads a reward model's folder.
     *
     * @throws BadCheckpoint if it holds a language model without a head, or is damaged
     */
    public static RewardModel load(Path folder, Device device, Precision precision) {
        return of(LanguageModel.load(folder, device, precision));
    }

    /**
     * Loads a reward model for use beside a policy. If both are adapters on the same base, it reads the policy's weights,
     * and must be closed before it.
     *
     * @throws BadCheckpoint if it holds a language model without a head, or is damaged
     */
    public static RewardModel load(Path folder, LanguageModel policy) {
        return of(LanguageModel.load(folder, policy));
    }

    private static RewardModel of(LanguageModel trunk) {
        long width = trunk.config().width();
        if (trunk.head(HEAD)
                .map(NDArray::getShape)
                .filter(new Shape(1, width)::equals)
                .isEmpty()) {
            trunk.close();
            throw new BadCheckpoint(
                    trunk.folder().toString(),
                    "is no reward model: it has no tensor '" + HEAD + "' of (1, " + width + ")",
                    "Train one with `workbench reward --model " + trunk.folder() + " --data rankings.jsonl --out RUN`");
        }
        return new RewardModel(trunk);
    }

    /**
     * A fresh head, N(0, 1/(C + 1)) and no bias (Stiennon et al. 2020, appendix B.1), on a copy of a language model's
     * trunk. Of a model with an adapter the adapter alone is copied: the reward model must be closed before it.
     *
     * @param seed of the head's weights
     */
    public static RewardModel on(LanguageModel model, long seed) {
        LanguageModel trunk = model.scoring(head(model.manager(), model.config().width(), seed));
        trunk.configJson().put(SHIFT, 0.0).put(SCALE, 1.0);
        return new RewardModel(trunk);
    }

    private static NDArray head(NDManager manager, int width, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] values = new float[width];
        for (int i = 0; i < width; i++) {
            values[i] = (float) (random.nextGaussian() / Math.sqrt(width + 1));
        }
        return manager.create(values, new Shape(1, width));
    }

    /** The network without its head, with tokenizer and template. */
    public LanguageModel trunk() {
        return trunk;
    }

    /** (1, C). */
    private NDArray head() {
        return trunk.head(HEAD).orElseThrow();
    }

    /** The log-odds that people prefer one response to another, for each point between their scores. */
    public double scale() {
        return scale;
    }

    /** The score of each row at its last real token, (B), by one pass; gradients flow where weights want them. */
    public NDArray scores(TokenBatch batch) {
        NDArray hidden = trunk.transformer().hidden(Pass.over(batch), batch.tokens()); //  (B, T, C)
        NDArray flat = hidden.reshape(-1, trunk.config().width()); //                      (B·T, C)
        NDArray last = Kernels.embedding(lastTokens(batch), flat); //                      (B, C)
        return Kernels.linear(last, head()).squeeze(1).add(shift); //         (B)
    }

    /** (B) int64: where each row's last real token lies among all B·T. */
    private static NDArray lastTokens(TokenBatch batch) {
        float[] mask = batch.mask().toFloatArray();
        long[] last = new long[batch.rows()];
        for (int i = 0; i < mask.length; i++) {
            if (mask[i] > 0) {
                last[i / batch.length()] = i;
            }
        }
        return batch.tokens().getManager().create(last);
    }

    /**
     * Scores rows without gradients, a few at a time, those of like length together.
     *
     * @param rows tokens of prompt and response, cut after the end token
     * @return a score a row, in the rows' order
     */
    public float[] score(List<int[]> rows, int rowsAtOnce) {
        float[] scores = new float[rows.size()];
        for (LikeLengths some : LikeLengths.of(rows, rowsAtOnce)) {
            try (NoGradients frozen = new NoGradients();
                    NDManager scope = trunk.manager().newSubManager()) {
                float[] found = scores(TokenBatch.rightPadded(scope, some.rows(), trunk.padToken()))
                        .toFloatArray();
                for (int i = 0; i < found.length; i++) {
                    scores[some.places().get(i)] = found[i];
                }
            }
        }
        return scores;
    }

    /**
     * Rescales the head so that scores which had this mean and standard deviation have mean 0 and deviation 1.
     *
     * @throws IllegalArgumentException if the deviation is not above 0
     */
    public void normalise(double mean, double deviation) {
        if (!(deviation > 0)) {
            throw new IllegalArgumentException("scores that are all equal cannot be brought to variance 1");
        }
        try (NDManager scope = trunk.manager().newSubManager()) {
            NDArray scaled = head().stopGradient();
            scaled.attach(scope);
            scaled.divi(deviation);
        }
        shift = (shift - mean) / deviation;
        scale *= deviation;
    }

    /** Writes the folder, whole or not at all. */
    public void save(Path target) {
        trunk.configJson().put(SHIFT, shift).put(SCALE, scale);
        trunk.save(target);
    }

    @Override
    public void close() {
        trunk.close();
    }
}
