package org.rlhfworkbench.lm.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One labeler's order of a prompt's responses.
 *
 * @param labeler a pseudonym
 * @param groups from best to worst, members of one group tied; empty where the responses could not be ranked
 * @param strengths how much better each group is than the next, 0 slightly … 3 much; empty where nobody asked
 * @param ratings 1–7 by response, of those rated
 * @param unrankable why there is no order; null where there is one
 * @param status {@code counted}, {@code surplus}, {@code superseded} or {@code adjudicated}
 */
public record Ranking(
        String labeler,
        List<List<String>> groups,
        List<Double> strengths,
        Map<String, Double> ratings,
        @Nullable String unrankable,
        String status) {

    private static final Set<String> STATUSES = Set.of("counted", "surplus", "superseded", "adjudicated");

    public Ranking {
        groups = groups.stream().map(List::copyOf).toList();
        strengths = List.copyOf(strengths);
    }

    /** Whether to train on it: a surplus or superseded answer was kept, but does not count. */
    public boolean counts() {
        return !groups.isEmpty() && (status.equals("counted") || status.equals("adjudicated"));
    }

    static Ranking of(Value ranking, Set<String> responses) {
        Value unrankable = ranking.get("unrankable");
        List<List<String>> groups =
                unrankable.isPresent() && !ranking.has("groups") ? List.of() : groups(ranking.get("groups"), responses);
        if (groups.isEmpty() && !unrankable.isPresent()) {
            throw ranking.bad(
                    "\"" + ranking.name() + ".groups\" is empty",
                    "Order the responses, or say in \"unrankable\" why they have no order");
        }
        return new Ranking(
                ranking.get("labeler").label(),
                groups,
                strengths(ranking.get("strengths"), groups.size()),
                ratings(ranking.get("ratings"), responses),
                unrankable.isPresent() ? unrankable.label() : null,
                status(ranking.get("status")));
    }

    private static List<List<String>> groups(Value groups, Set<String> responses) {
        Set<String> placed = new HashSet<>();
        List<List<String>> result = new ArrayList<>();
        for (Value group : groups.list()) {
            List<String> ids = new ArrayList<>();
            for (Value member : group.list()) {
                String id = known(member, member.label(), responses);
                if (!placed.add(id)) {
                    throw member.bad("the response \"" + id + "\" is placed twice", "Place each response once");
                }
                ids.add(id);
            }
            if (ids.isEmpty()) {
                throw group.bad("\"" + group.name() + "\" has no response", "Remove the empty group");
            }
            result.add(ids);
        }
        return result;
    }

    private static List<Double> strengths(Value strengths, int groups) {
        if (!strengths.isPresent()) {
            return List.of();
        }
        List<Double> values = strengths.list().stream().map(Value::number).toList();
        if (values.size() != Math.max(0, groups - 1)) {
            throw strengths.bad(
                    "\"" + strengths.name() + "\" has " + values.size() + " values for " + groups + " groups",
                    "Give one for each boundary between groups, or null");
        }
        return values;
    }

    private static Map<String, Double> ratings(Value ratings, Set<String> responses) {
        Map<String, Double> result = new LinkedHashMap<>();
        if (ratings.isPresent()) {
            ratings.fields().forEach((id, rating) -> {
                known(rating, id, responses);
                if (rating.isPresent()) {
                    result.put(id, rating.number());
                }
            });
        }
        return result;
    }

    private static String known(Value where, String id, Set<String> responses) {
        if (!responses.contains(id)) {
            throw where.bad(
                    "\"" + where.name() + "\" names the response \"" + id + "\", which the line does not have",
                    "Use the ids in \"responses\": " + String.join(", ", responses));
        }
        return id;
    }

    private static String status(Value status) {
        String name = status.optionalText().orElse("counted");
        if (!STATUSES.contains(name)) {
            throw status.bad(
                    "\"" + status.name() + "\" is \"" + name + "\"", "Use counted, surplus, superseded or adjudicated");
        }
        return name;
    }
}
