package org.rlhfworkbench.ui.rank;

import static java.util.stream.Collectors.toMap;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.FeedbackException.Invalid;
import org.rlhfworkbench.feedback.Refusal;
import org.rlhfworkbench.feedback.campaigns.LabelForm;
import org.rlhfworkbench.feedback.labels.Judgement;
import org.rlhfworkbench.ui.labeling.Letters;

/**
 * What is placed on an item so far, in the letters that this person sees: A is the first output of the person's own
 * order. The keys of the outputs, which may name a model, stay on the server.
 *
 * @param groups by digit from 1, the best; tied outputs share a group; a group is empty while nobody has its digit
 * @param strengths how much better, for each boundary between groups that are not empty; null where not answered yet
 * @param ratings 1 to 7 by letter; an output that was not rated is absent
 * @param flags by letter
 * @param unrankable why the outputs cannot be ranked; null when they can
 */
record RankDraft(
        List<List<String>> groups,
        @Nullable List<@Nullable Integer> strengths,
        @Nullable Map<String, Integer> ratings,
        @Nullable Map<String, List<String>> flags,
        @Nullable String unrankable) {

    private static final int NOT_ANSWERED = -1;

    static final RankDraft EMPTY = new RankDraft(List.of(), List.of(), Map.of(), Map.of(), null);

    /**
     * Like a judgement, but incomplete: ranks that nobody has stay, so that a page that is loaded again shows the
     * digits that were pressed.
     *
     * @param order keys in the order the person sees them
     */
    Judgement kept(List<String> order) {
        return judgement(groups, strengths == null ? null : marked(strengths), order);
    }

    /**
     * The whole answer: gaps between ranks close up.
     *
     * @throws Invalid when a step between ranks that the campaign asks about is not answered
     */
    Judgement answered(List<String> order, LabelForm form) {
        if (unrankable != null) {
            return judgement(List.of(), null, order);
        }
        List<List<String>> closed =
                groups.stream().filter(group -> !group.isEmpty()).toList();
        return judgement(closed, form.strengths() ? answeredStrengths() : null, order);
    }

    private List<Integer> answeredStrengths() {
        if (strengths == null || strengths.contains(null)) {
            throw new Invalid("strengths", Refusal.STRENGTH_MISSING);
        }
        return strengths.stream().map(Objects::requireNonNull).toList();
    }

    private Judgement judgement(List<List<String>> ranked, @Nullable List<Integer> steps, List<String> order) {
        return new Judgement(
                ranked.stream()
                        .map(group ->
                                group.stream().map(letter -> key(letter, order)).toList())
                        .toList(),
                steps,
                keyed(ratings, order),
                keyed(flags, order),
                List.of(),
                unrankable,
                null);
    }

    static RankDraft of(Judgement judgement, List<String> order) {
        Function<String, String> letter = key -> Letters.at(order.indexOf(key));
        return new RankDraft(
                judgement.groups().stream()
                        .map(group -> group.stream().map(letter).toList())
                        .toList(),
                judgement.strengths() == null ? List.of() : unmarked(judgement.strengths()),
                lettered(judgement.ratings(), letter),
                lettered(judgement.flags(), letter),
                judgement.unrankable());
    }

    private static String key(String letter, List<String> order) {
        int place = Letters.place(letter);
        if (place < 0 || place >= order.size()) {
            throw new Invalid("groups", Refusal.OUTPUT_UNKNOWN);
        }
        return order.get(place);
    }

    private static <V> Map<String, V> keyed(@Nullable Map<String, V> byLetter, List<String> order) {
        Map<String, V> byKey = new LinkedHashMap<>();
        if (byLetter != null) {
            byLetter.forEach((letter, value) -> byKey.put(key(letter, order), value));
        }
        return byKey;
    }

    private static <V> Map<String, V> lettered(Map<String, V> byKey, Function<String, String> letter) {
        return byKey.entrySet().stream().collect(toMap(each -> letter.apply(each.getKey()), Map.Entry::getValue));
    }

    private static List<Integer> marked(List<@Nullable Integer> steps) {
        return steps.stream().map(step -> step == null ? NOT_ANSWERED : step).toList();
    }

    private static List<@Nullable Integer> unmarked(List<Integer> steps) {
        List<@Nullable Integer> answered = new ArrayList<>();
        steps.forEach(step -> answered.add(step == NOT_ANSWERED ? null : step));
        return answered;
    }
}
