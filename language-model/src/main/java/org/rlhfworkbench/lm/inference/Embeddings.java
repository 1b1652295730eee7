package org.rlhfworkbench.lm.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import org.rlhfworkbench.lm.kernel.NoGradients;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.model.LikeLengths;
import org.rlhfworkbench.lm.model.Pass;
import org.rlhfworkbench.lm.model.TokenBatch;

/**
 * A vector of each text: the mean of its tokens' hidden states behind the last norm, scaled to length 1. For texts of
 * like length together.
 *
 * <p>Shapes: B texts, T tokens, C the model's width.
 */
public final class Embeddings {

    private static final int ROWS_AT_ONCE = 16;

    private Embeddings() {}

    /**
     * @param rows tokens of each text, at least one
     * @return C numbers a text, in the texts' order
     */
    public static List<float[]> of(LanguageModel model, List<int[]> rows) {
        float[][] found = new float[rows.size()][];
        for (LikeLengths some : LikeLengths.of(rows, ROWS_AT_ONCE)) {
            float[] flat = vectors(model, some.rows());
            int width = flat.length / some.count();
            for (int i = 0; i < some.count(); i++) {
                found[some.places().get(i)] = Arrays.copyOfRange(flat, i * width, (i + 1) * width);
            }
        }
        return Arrays.asList(found);
    }

    private static float[] vectors(LanguageModel model, List<int[]> rows) {
        try (NoGradients frozen = new NoGradients();
                NDManager scope = model.manager().newSubManager()) {
            TokenBatch batch = TokenBatch.rightPadded(scope, rows, model.padToken());
            NDArray hidden = model.transformer().hidden(Pass.over(batch), batch.tokens()); // (B, T, C)
            NDArray sum = hidden.mul(batch.mask().expandDims(2)).sum(new int[] {1}); //        (B, C)
            NDArray length = sum.square().sum(new int[] {1}, true).sqrt(); //                  (B, 1)
            return sum.div(length.maximum(1e-12)).toFloatArray(); // A mean has a sum's direction.
        }
    }
}
