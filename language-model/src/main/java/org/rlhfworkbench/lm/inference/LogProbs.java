package org.rlhfworkbench.lm.inference;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.rlhfworkbench.lm.kernel.NoGradients;
import org.rlhfworkbench.lm.model.LanguageModel;
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
        List<Integer> order = IntStream.range(0, rows.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> rows.get(i).length))
                .toList();
        for (int from = 0; from < order.size(); from += ROWS_AT_ONCE) {
            List<Integer> chosen = order.subList(from, Math.min(order.size(), from + ROWS_AT_ONCE));
            List<int[]> batch = new ArrayList<>();
            chosen.forEach(i -> batch.add(rows.get(i)));
            int length = batch.getLast().length;
            float[] flat = length < 2 ? new float[0] : logProbs(model, batch);
            for (int i = 0; i < chosen.size(); i++) {
                int start = i * (length - 1);
                found[chosen.get(i)] = Arrays.copyOfRange(flat, start, start + batch.get(i).length - 1);
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
