package org.rlhfworkbench.reward.ranking;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The comparisons among one prompt's responses.
 *
 * @param responses how many responses the prompt has, ranked or not
 * @param list what is known about pairs of them; several labelers may speak about the same pair
 */
public record Comparisons(int responses, List<Comparison> list) {

    public Comparisons {
        list = List.copyOf(list);
        for (Comparison comparison : list) {
            if (comparison.better() >= responses || comparison.worse() >= responses) {
                throw new IllegalArgumentException(comparison + " is not among " + responses + " responses");
            }
        }
    }

    /**
     * What a ranking implies: each response beats those of every later group and ties with those of its own. A response
     * in no group implies nothing.
     *
     * @param responses how many responses the prompt has
     * @param groups tie groups from best to worst, as positions among the responses
     * @param ties what becomes of the pairs within a group
     * @throws IllegalArgumentException if a position repeats or is out of range
     */
    public static Comparisons implied(int responses, List<List<Integer>> groups, Ties ties) {
        List<Comparison> comparisons = new ArrayList<>();
        Set<Integer> placed = new HashSet<>();
        List<Integer> above = new ArrayList<>();
        for (List<Integer> group : groups) {
            for (int i = 0; i < group.size(); i++) {
                int response = group.get(i);
                if (!placed.add(response)) {
                    throw new IllegalArgumentException("response " + response + " is ranked twice");
                }
                above.forEach(better -> comparisons.add(Comparison.win(better, response)));
                if (ties == Ties.HALF) {
                    group.subList(0, i).forEach(equal -> comparisons.add(Comparison.tie(equal, response)));
                }
            }
            above.addAll(group);
        }
        return new Comparisons(responses, comparisons);
    }

    /** The comparisons of both, which speak about the same responses. */
    public Comparisons and(Comparisons others) {
        if (others.responses != responses) {
            throw new IllegalArgumentException(responses + " responses here, " + others.responses + " there");
        }
        List<Comparison> both = new ArrayList<>(list);
        both.addAll(others.list);
        return new Comparisons(responses, both);
    }

    /** The wins and losses alone. */
    public List<Comparison> wins() {
        return list.stream().filter(comparison -> !comparison.isTie()).toList();
    }
}
