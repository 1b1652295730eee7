package org.rlhfworkbench.feedback.labels;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.FeedbackException.Invalid;
import org.rlhfworkbench.feedback.Refusal;

/**
 * What a person says about an item's outputs. As a draft it may be incomplete.
 *
 * @param groups output keys from best to worst; members of one group are tied
 * @param strengths how much better, 0 slightly to 3 much, for each boundary between groups; null when not asked
 * @param ratings 1 to 7 by output; an output that was not rated is absent
 * @param flags by output
 * @param reasons why
 * @param unrankable why the outputs cannot be put in order; null when they can
 */
public record Judgement(
        List<List<String>> groups,
        @Nullable List<Integer> strengths,
        Map<String, Integer> ratings,
        Map<String, List<String>> flags,
        List<String> reasons,
        @Nullable String unrankable,
        @Nullable String note) {

    public Judgement {
        groups = groups.stream().map(List::copyOf).toList();
        strengths = strengths == null ? null : List.copyOf(strengths);
        ratings = Collections.unmodifiableMap(new LinkedHashMap<>(ratings));
        flags = Collections.unmodifiableMap(new LinkedHashMap<>(flags));
        reasons = List.copyOf(reasons);
    }

    /** An order and nothing else. */
    public static Judgement of(List<List<String>> groups) {
        return new Judgement(groups, null, Map.of(), Map.of(), List.of(), null, null);
    }

    public static Judgement unrankable(String why) {
        return new Judgement(List.of(), null, Map.of(), Map.of(), List.of(), why, null);
    }

    /** Refuses what is no whole answer to an item with these outputs. */
    public void check(Collection<String> outputKeys) {
        Set<String> known = Set.copyOf(outputKeys);
        Set<String> placed = new HashSet<>();
        for (List<String> group : groups) {
            if (group.isEmpty()) {
                throw new Invalid("groups", Refusal.RANK_EMPTY);
            }
            for (String key : group) {
                require(known.contains(key), "groups", Refusal.OUTPUT_UNKNOWN);
                require(placed.add(key), "groups", Refusal.OUTPUT_TWICE);
            }
        }
        if (unrankable == null) {
            require(placed.size() == known.size(), "groups", Refusal.OUTPUT_NOT_PLACED);
        } else {
            require(!unrankable.isBlank(), "unrankable", Refusal.UNRANKABLE_WHY);
        }
        if (strengths != null) {
            require(strengths.size() == Math.max(0, groups.size() - 1), "strengths", Refusal.STRENGTH_MISSING);
            require(strengths.stream().allMatch(s -> s >= 0 && s <= 3), "strengths", Refusal.STRENGTH_RANGE);
        }
        require(known.containsAll(ratings.keySet()), "ratings", Refusal.OUTPUT_UNKNOWN);
        require(ratings.values().stream().allMatch(r -> r >= 1 && r <= 7), "ratings", Refusal.RATING_RANGE);
        require(known.containsAll(flags.keySet()), "flags", Refusal.OUTPUT_UNKNOWN);
    }

    private static void require(boolean condition, String field, Refusal otherwise) {
        if (!condition) {
            throw new Invalid(field, otherwise);
        }
    }
}
