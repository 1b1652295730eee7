package org.rlhfworkbench.lm.inference;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import org.rlhfworkbench.lm.kernel.NoGradients;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.model.LikeLengths;
import org.rlhfworkbench.lm.model.TokenBatch;
import org.rlhfworkbench.lm.training.LanguageModelLoss;

/** Log-probabilities of whole lines, those of like length together. */
public final class LogProbs {

    private static final int ROWS_AT_ONCE = 16;

    private LogProbs() {}

    /**
     * @param rows tokens of each line
     * @return for each row, the natural logarithm of every token after the first, given those before it
     */
    public static List<float[]> of(LanguageModel model, List<int[]> rows) {
        float[][] found = new float[rows.size()][];
        for (LikeLengths some : LikeLengths.of(rows, ROWS_AT_ONCE)) {
            int length = some.longest();
            float[] flat = length < 2 ? new float[0] : logProbs(model, some.rows());
            for (int i = 0; i < some.count(); i++) {
                int start = i * (length - 1);
                found[some.places().get(i)] =
                        Arrays.copyOfRange(flat, start, start + some.rows().get(i).length - 1);
            }
        }
        return Arrays.asList(found);
    }

    private static float[] logProbs(LanguageModel model, List<int[]> batch) {
        try (NoGradients frozen = new NoGradients();
                NDManager scope = model.manager().newSubManager()) {
            TokenBatch tokens = TokenBatch.rightPadded(scope, batch, model.padToken());
            return LanguageModelLoss.tokenLogProbs(model.transformer(), tokens, 1)
                    .toFloatArray();
        }
    }
}
