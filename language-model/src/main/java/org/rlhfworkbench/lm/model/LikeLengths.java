package org.rlhfworkbench.lm.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Some of many sequences, of like length, so that little of a batch is padding.
 *
 * @param places where each stands among all
 * @param rows their tokens
 */
public record LikeLengths(List<Integer> places, List<int[]> rows) {

    /**
     * All sequences, the shortest first.
     *
     * @param most how many there are in each part at most
     */
    public static List<LikeLengths> of(List<int[]> rows, int most) {
        List<Integer> order = IntStream.range(0, rows.size())
                .boxed()
                .sorted(Comparator.comparingInt(place -> rows.get(place).length))
                .toList();
        List<LikeLengths> parts = new ArrayList<>();
        for (int from = 0; from < order.size(); from += most) {
            List<Integer> places = order.subList(from, Math.min(order.size(), from + most));
            parts.add(new LikeLengths(places, places.stream().map(rows::get).toList()));
        }
        return parts;
    }

    /** How many sequences. */
    public int count() {
        return rows.size();
    }

    /** Tokens of the longest. */
    public int longest() {
        return rows.getLast().length;
    }
}
