package org.rlhfworkbench.reward.training;

import java.util.List;
import org.rlhfworkbench.reward.ranking.Comparisons;

/**
 * One batch element: a prompt with all its responses.
 *
 * @param rows the tokens of prompt and response, one row a response, cut after the end token
 * @param comparisons what is known about the responses
 */
public record RewardExample(List<int[]> rows, Comparisons comparisons) {

    public RewardExample {
        rows = List.copyOf(rows);
        if (rows.size() != comparisons.responses()) {
            throw new IllegalArgumentException(rows.size() + " rows for " + comparisons.responses() + " responses");
        }
    }

    int longest() {
        return rows.stream().mapToInt(row -> row.length).max().orElse(0);
    }
}
