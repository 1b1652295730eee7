package org.rlhfworkbench.feedback.labels;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.BadLine.Fault;
import org.rlhfworkbench.feedback.FeedbackException.Invalid;
import org.rlhfworkbench.feedback.campaigns.Item;
import org.rlhfworkbench.feedback.lines.Json;
import org.rlhfworkbench.feedback.lines.Line;
import org.rlhfworkbench.feedback.lines.LineFault;
import org.rlhfworkbench.feedback.lines.UnknownFields;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One element of {@code rankings} in {@code rankings.jsonl}. */
public final class LabelLine {

    private static final List<String> KNOWN = List.of(
            "labeler",
            "groups",
            "strengths",
            "ratings",
            "flags",
            "reasons",
            "unrankable",
            "display_order",
            "guideline_version",
            "status",
            "submitted_at",
            "seconds",
            "note");

    private LabelLine() {}

    /** Reads an imported ranking; throws {@link LineFault} when it does not fit the item. */
    public static NewLabel read(Line ranking, Item item, long labelerId, int version, Instant now) {
        return new NewLabel(
                item.campaignId(),
                item.id(),
                labelerId,
                version,
                status(ranking),
                judgement(ranking, item),
                displayOrder(ranking, item),
                ranking.node("guideline_version") == null ? 1 : number(ranking, "guideline_version"),
                submittedAt(ranking, now),
                seconds(ranking),
                null,
                UnknownFields.of(ranking.object(), KNOWN));
    }

    static ObjectNode object(LabelEntity label, Map<Long, String> pseudonyms) {
        ObjectNode object = Json.object();
        object.put("labeler", pseudonyms.get(label.labelerId));
        object.set("groups", Json.parse(label.tieGroups));
        object.set("strengths", label.strengths == null ? Json.parse("null") : Json.parse(label.strengths));
        object.set("ratings", Json.parse(label.ratings));
        object.set("flags", Json.parse(label.flags));
        object.set("reasons", Json.parse(label.reasons));
        object.put("unrankable", label.unrankable);
        object.set("display_order", Json.parse(label.displayOrder));
        object.put("guideline_version", label.guidelineVersion);
        object.put("status", label.status.wireName());
        object.put("submitted_at", label.submittedAt.toString());
        putSeconds(object, label.seconds);
        object.put("note", label.note);
        return UnknownFields.weave(object, label.unknownFields);
    }

    private static void putSeconds(ObjectNode object, @Nullable Double seconds) {
        if (seconds != null && seconds == Math.rint(seconds) && Math.abs(seconds) < 1e15) {
            object.put("seconds", seconds.longValue());
        } else {
            object.put("seconds", seconds);
        }
    }

    private static Judgement judgement(Line ranking, Item item) {
        List<List<String>> groups = ranking.required("groups")
                .valueStream()
                .map(group -> ranking.at(wrapped(group)).texts("groups"))
                .toList();
        refuseUnknown(groups.stream().flatMap(List::stream).toList(), "groups", item);
        Map<String, Integer> ratings = new LinkedHashMap<>();
        Map<String, List<String>> flags = new LinkedHashMap<>();
        part(ranking, "ratings")
                .object()
                .properties()
                .forEach(rating -> ratings.put(rating.getKey(), number(part(ranking, "ratings"), rating.getKey())));
        part(ranking, "flags")
                .object()
                .properties()
                .forEach(flag -> flags.put(flag.getKey(), part(ranking, "flags").texts(flag.getKey())));
        refuseUnknown(List.copyOf(ratings.keySet()), "ratings", item);
        refuseUnknown(List.copyOf(flags.keySet()), "flags", item);
        Judgement judgement = new Judgement(
                groups,
                strengths(ranking),
                ratings,
                flags,
                ranking.node("reasons") == null ? List.of() : ranking.texts("reasons"),
                ranking.optionalText("unrankable").orElse(null),
                ranking.optionalText("note").orElse(null));
        try {
            judgement.check(item.outputKeys());
        } catch (Invalid e) {
            throw new LineFault(Fault.WRONG_TYPE, "rankings." + e.field(), "a whole answer: " + e.getMessage());
        }
        return judgement;
    }

    private static ObjectNode wrapped(JsonNode group) {
        ObjectNode object = Json.object();
        object.set("groups", group);
        return object;
    }

    private static void refuseUnknown(List<String> keys, String field, Item item) {
        keys.stream()
                .filter(key -> !item.outputKeys().contains(key))
                .findFirst()
                .ifPresent(key -> {
                    throw new LineFault(Fault.UNKNOWN_RESPONSE, key, field);
                });
    }

    private static Line part(Line ranking, String field) {
        JsonNode node = ranking.node(field);
        if (node == null) {
            return ranking.at(Json.object());
        }
        if (node instanceof ObjectNode object) {
            return ranking.at(object);
        }
        throw new LineFault(Fault.WRONG_TYPE, field, "an object");
    }

    private static @Nullable List<Integer> strengths(Line ranking) {
        JsonNode strengths = ranking.node("strengths");
        if (strengths == null) {
            return null;
        }
        if (!strengths.isArray() || strengths.valueStream().anyMatch(s -> !s.isInt())) {
            throw new LineFault(Fault.WRONG_TYPE, "strengths", "a list of whole numbers, or null");
        }
        return strengths.valueStream().map(JsonNode::intValue).toList();
    }

    private static List<String> displayOrder(Line ranking, Item item) {
        if (ranking.node("display_order") == null) {
            return item.outputKeys();
        }
        List<String> order = ranking.texts("display_order");
        refuseUnknown(order, "display_order", item);
        return order;
    }

    private static LabelStatus status(Line ranking) {
        String name = ranking.optionalText("status").orElse(LabelStatus.COUNTED.wireName());
        for (LabelStatus status : LabelStatus.values()) {
            if (status.wireName().equals(name)) {
                return status;
            }
        }
        throw new LineFault(Fault.WRONG_TYPE, "status", "counted, surplus, superseded or adjudicated");
    }

    private static Instant submittedAt(Line ranking, Instant now) {
        try {
            return ranking.optionalText("submitted_at")
                    .map(text -> OffsetDateTime.parse(text).toInstant())
                    .orElse(now)
                    .truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeParseException e) {
            throw new LineFault(Fault.WRONG_TYPE, "submitted_at", "a time such as 2026-01-31T09:30:00Z");
        }
    }

    private static @Nullable Double seconds(Line ranking) {
        JsonNode seconds = ranking.node("seconds");
        if (seconds == null) {
            return null;
        }
        if (!seconds.isNumber() || seconds.doubleValue() < 0) {
            throw new LineFault(Fault.WRONG_TYPE, "seconds", "a number from 0 on");
        }
        return seconds.doubleValue();
    }

    private static int number(Line line, String field) {
        JsonNode node = line.required(field);
        if (!node.isInt()) {
            throw new LineFault(Fault.WRONG_TYPE, field, "a whole number");
        }
        return node.intValue();
    }
}
