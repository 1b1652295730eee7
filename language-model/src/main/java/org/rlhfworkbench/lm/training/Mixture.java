package org.rlhfworkbench.lm.training;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Blocks from several corpora, each in its share. */
final class Mixture {

    private final List<TokenStream> streams;
    private final double[] cumulativeShares;
    private final long seed;

    /**
     * @param shares a weight for each stream; they need not sum to 1
     */
    Mixture(List<TokenStream> streams, double[] shares, long seed) {
        this.streams = List.copyOf(streams);
        this.cumulativeShares = shares.clone();
        for (int i = 1; i < shares.length; i++) {
            cumulativeShares[i] += cumulativeShares[i - 1];
        }
        this.seed = seed;
    }

    /** The rows of one batch; the corpus of each is drawn from the seed and the step alone. */
    List<int[]> batch(int step, int rows) {
        SplittableRandom random = new SplittableRandom(seed ^ (0x9e3779b97f4a7c15L * (step + 1)));
        List<int[]> batch = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            double at = random.nextDouble() * cumulativeShares[cumulativeShares.length - 1];
            int corpus = 0;
            while (at >= cumulativeShares[corpus]) {
                corpus++;
            }
            batch.add(streams.get(corpus).next());
        }
        return batch;
    }

    /** Blocks taken of each corpus: the data cursor of a checkpoint. */
    List<Long> cursor() {
        return streams.stream().map(TokenStream::taken).toList();
    }

    void restore(List<Long> cursor) {
        for (int i = 0; i < streams.size(); i++) {
            streams.get(i).skipTo(cursor.get(i));
        }
    }
}
