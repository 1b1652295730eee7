package org.rlhfworkbench.feedback.agreement;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.rlhfworkbench.feedback.labels.Judgement;

/**
 * Counts agreeing pairs item by item. Pairs of one item are not independent, so the interval treats the item as the
 * unit: the share is the ratio estimator p = Σ aᵢ / Σ nᵢ, its variance Σ (aᵢ − p nᵢ)² · m / ((m − 1)(Σ nᵢ)²) (Cochran,
 * Sampling Techniques, 3rd edition, equation 6.13, without the finite-population factor), and the interval is Wilson's
 * with the number of observations that has this variance.
 */
final class PairAgreement {

    private static final double Z = 1.959963984540054;

    private final List<long[]> agreeingAndCompared = new ArrayList<>();

    void addItem(List<Judgement> judgements) {
        long[] counts = new long[2];
        for (int i = 0; i < judgements.size(); i++) {
            for (int j = i + 1; j < judgements.size(); j++) {
                compare(judgements.get(i), judgements.get(j), counts);
            }
        }
        addCounts(counts);
    }

    /** @param counts agreeing and compared pairs of one item */
    void addCounts(long[] counts) {
        if (counts[1] > 0) {
            agreeingAndCompared.add(counts);
        }
    }

    Optional<Figure> figure() {
        int items = agreeingAndCompared.size();
        double agreeing = agreeingAndCompared.stream().mapToLong(c -> c[0]).sum();
        double compared = agreeingAndCompared.stream().mapToLong(c -> c[1]).sum();
        if (items == 0) {
            return Optional.empty();
        }
        double share = agreeing / compared;
        double squares = agreeingAndCompared.stream()
                .mapToDouble(c -> Math.pow(c[0] - share * c[1], 2))
                .sum();
        double variance = items == 1 ? 0 : squares * items / (items - 1) / (compared * compared);
        double effective = variance > 0 ? Math.min(compared, share * (1 - share) / variance) : items;
        return Optional.of(wilson(share, (long) compared, effective));
    }

    private static Figure wilson(double share, long n, double effective) {
        double z2 = Z * Z / effective;
        double centre = (share + z2 / 2) / (1 + z2);
        double half = Z / (1 + z2) * Math.sqrt(share * (1 - share) / effective + z2 / (4 * effective));
        return new Figure(share, n, Math.max(0, centre - half), Math.min(1, centre + half));
    }

    /** Adds the agreeing and the compared pairs of two judgements of one item to {@code counts}. */
    static void compare(Judgement one, Judgement other, long[] counts) {
        compare(ranks(one), ranks(other), counts);
    }

    private static void compare(Map<String, Integer> one, Map<String, Integer> other, long[] counts) {
        List<String> keys =
                one.keySet().stream().filter(other::containsKey).sorted().toList();
        for (int i = 0; i < keys.size(); i++) {
            for (int j = i + 1; j < keys.size(); j++) {
                int first = order(one, keys.get(i), keys.get(j));
                int second = order(other, keys.get(i), keys.get(j));
                if (first != 0 && second != 0) {
                    counts[0] += first == second ? 1 : 0;
                    counts[1]++;
                }
            }
        }
    }

    private static int order(Map<String, Integer> ranks, String a, String b) {
        return Integer.compare(ranks.getOrDefault(a, 0), ranks.getOrDefault(b, 0));
    }

    private static Map<String, Integer> ranks(Judgement judgement) {
        Map<String, Integer> ranks = new HashMap<>();
        if (judgement.unrankable() == null) {
            for (int rank = 0; rank < judgement.groups().size(); rank++) {
                for (String key : judgement.groups().get(rank)) {
                    ranks.put(key, rank);
                }
            }
        }
        return ranks;
    }
}
