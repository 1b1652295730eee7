package org.rlhfworkbench.policy.ppo;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import org.rlhfworkbench.lm.kernel.Kernels;
import org.rlhfworkbench.lm.model.LanguageModel;
import org.rlhfworkbench.lm.model.Pass;
import org.rlhfworkbench.lm.model.TokenBatch;

/**
 * Where the tokens of some responses lie: among the padded rows that the network reads, and in the arrays of the losses.
 * Rows are padded on the right here, which costs attention less than padding on the left does and gives each token the
 * same position.
 *
 * <p>B responses, T the longest response, L the longest row, N response tokens in all, C width.
 */
final class ResponseLayout {

    private final TokenBatch rows; //                       (B, L)
    private final NDArray predicting; //                    (N) int64, the states that predict them, among B·L
    private final NDArray targets; //                       (N) int64, the response tokens
    private final NDArray
            places; //                        (B, T) int64, each one's place among N; N where there is none
    private final NDArray mask; //                          (B, T) float32

    private ResponseLayout(TokenBatch rows, NDArray predicting, NDArray targets, NDArray places, NDArray mask) {
        this.rows = rows;
        this.predicting = predicting;
        this.targets = targets;
        this.places = places;
        this.mask = mask;
    }

    static ResponseLayout of(NDManager manager, List<Response> responses, int padToken) {
        TokenBatch rows = TokenBatch.rightPadded(
                manager, responses.stream().map(Response::row).toList(), padToken);
        int count = responses.stream()
                .mapToInt(response -> response.tokens().length)
                .sum();
        int longest = responses.stream()
                .mapToInt(response -> response.tokens().length)
                .max()
                .orElseThrow();
        long[] predicting = new long[count];
        long[] targets = new long[count];
        long[] places = new long[responses.size() * longest];
        float[] mask = new float[places.length];
        Arrays.fill(places, count);
        int n = 0;
        for (int b = 0; b < responses.size(); b++) {
            Response response = responses.get(b);
            int start = b * rows.length() + response.prompt().tokens().length;
            for (int t = 0; t < response.tokens().length; t++) {
                predicting[n] = start + t - 1;
                targets[n] = response.tokens()[t];
                places[b * longest + t] = n++;
                mask[b * longest + t] = 1;
            }
        }
        Shape shape = new Shape(responses.size(), longest);
        return new ResponseLayout(
                rows,
                manager.create(predicting),
                manager.create(targets),
                manager.create(places, shape),
                manager.create(mask, shape));
    }

    /** (B, T) float32, 1 at real response tokens. */
    NDArray mask() {
        return mask;
    }

    /** The states that predict the response tokens, by one pass: (N, C). */
    NDArray states(LanguageModel model) {
        NDArray hidden = model.transformer().hidden(Pass.over(rows), rows.tokens()); //   (B, L, C)
        NDArray flat = hidden.reshape(-1, model.config().width()); //                     (B·L, C)
        return Kernels.embedding(predicting, flat); //                                    (N, C)
    }

    /** Log-probabilities of the response tokens from their states: (N, C) gives (B, T), 0 at padding. */
    NDArray logProbs(LanguageModel model, NDArray states, double temperature) {
        return spread(model.transformer().logProbs(states, targets, temperature)); //     (B, T)
    }

    /** Puts a number a response token where the losses want it: (N) gives (B, T), 0 at padding. */
    NDArray spread(NDArray values) {
        NDArray none = values.getManager().zeros(new Shape(1, 1));
        NDArray padded = NDArrays.concat(new NDList(values.expandDims(1), none)); //      (N + 1, 1)
        return Kernels.embedding(places, padded).squeeze(2); //                           (B, T)
    }
}
