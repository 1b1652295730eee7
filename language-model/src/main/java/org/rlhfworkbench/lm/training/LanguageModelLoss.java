package org.rlhfworkbench.lm.training;

import ai.djl.ndarray.NDArray;
import org.rlhfworkbench.lm.model.Pass;
import org.rlhfworkbench.lm.model.TokenBatch;
import org.rlhfworkbench.lm.model.Transformer;

/**
 * Next-token cross-entropy: {@code −Σ m·log p(x_t | x_<t) / Σ m} over the tokens that the mask m keeps.
 */
public final class LanguageModelLoss {

    private LanguageModelLoss() {}

    /**
     * Log-probability of each token given those before it, by one forward pass.
     *
     * @return (B, T − 1) float32: column t is that of token t + 1; entries at padding mean nothing
     */
    public static NDArray tokenLogProbs(Transformer transformer, TokenBatch batch, double temperature) {
        NDArray hidden = transformer.hidden(Pass.over(batch), batch.tokens()); //             (B, T, C)
        long rows = hidden.getShape().get(0);
        long length = hidden.getShape().get(1);
        NDArray predicting = hidden.get(":, :-1").reshape(-1, hidden.getShape().get(2)); //   (B·(T − 1), C)
        NDArray targets = batch.tokens().get(":, 1:").reshape(-1); //                         (B·(T − 1))
        return transformer.logProbs(predicting, targets, temperature).reshape(rows, length - 1);
    }

    /**
     * The mean over kept tokens.
     *
     * @param logProbs (B, T − 1) as {@link #tokenLogProbs} gives them
     * @param lossMask (B, T − 1) float32, 1 where the token counts
     * @param keptTokens the mask's sum: given, so that accumulated batches share one denominator
     * @return a scalar in nats a token
     */
    public static NDArray of(NDArray logProbs, NDArray lossMask, double keptTokens) {
        if (!(keptTokens > 0)) {
            throw new IllegalArgumentException("The loss mask keeps no token: there is nothing to learn from");
        }
        return logProbs.mul(lossMask).sum().mul((float) (-1 / keptTokens));
    }
}
