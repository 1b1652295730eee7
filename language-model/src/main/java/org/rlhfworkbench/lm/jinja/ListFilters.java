package org.rlhfworkbench.lm.jinja;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.rlhfworkbench.lm.jinja.Filters.Filter;
import org.rlhfworkbench.lm.jinja.Value.Mapping;
import org.rlhfworkbench.lm.jinja.Value.None;
import org.rlhfworkbench.lm.jinja.Value.Sequence;
import org.rlhfworkbench.lm.jinja.Value.Undefined;

/** Filters on lists, and on whatever else a loop can go through. */
final class ListFilters {

    private ListFilters() {}

    static Map<String, Filter> all() {
        return Map.ofEntries(
                Map.entry("list", (value, arguments, rendering) -> Value.list(Python.items(value, rendering))),
                Map.entry("first", (value, arguments, rendering) -> end(Python.items(value, rendering), true)),
                Map.entry("last", (value, arguments, rendering) -> end(Python.items(value, rendering), false)),
                Map.entry("reverse", ListFilters::reverse),
                Map.entry("items", ListFilters::items),
                Map.entry("dictsort", ListFilters::sortedItems),
                Map.entry("sort", ListFilters::sort),
                Map.entry("unique", ListFilters::unique),
                Map.entry("sum", ListFilters::sum),
                Map.entry("min", (value, arguments, rendering) -> end(sorted(value, arguments, rendering), true)),
                Map.entry("max", (value, arguments, rendering) -> greatest(value, arguments, rendering)),
                Map.entry("batch", ListFilters::batch),
                Map.entry("groupby", ListFilters::group));
    }

    private static Value end(List<Value> items, boolean first) {
        if (items.isEmpty()) {
            return new Undefined("No " + (first ? "first" : "last") + " item, sequence was empty.");
        }
        return first ? items.getFirst() : items.getLast();
    }

    private static Value reverse(Value value, Arguments arguments, Rendering rendering) {
        if (value instanceof Text text) {
            return Slicing.slice(text, None.NONE, None.NONE, Value.of(-1), rendering);
        }
        return Value.generator(Python.items(value, rendering).reversed());
    }

    private static Value items(Value value, Arguments arguments, Rendering rendering) {
        return switch (value) {
            case Undefined undefined -> Value.generator(List.of());
            case Mapping mapping -> Value.generator(Python.items(Attributes.items(mapping, rendering), rendering));
            default -> throw new TemplateException("Can only get item pairs from a mapping.");
        };
    }

    private static Value sortedItems(Value value, Arguments arguments, Rendering rendering) {
        if (!(value instanceof Mapping mapping)) {
            throw Python.wrongType("a dictionary", value);
        }
        boolean cased = arguments.flag(0, "case_sensitive", false);
        String by = arguments.text(1, "by", Text.written("key")).toString();
        Value place = Value.of(by.equals("value") ? 1 : 0);
        List<Value> pairs = Python.items(Attributes.items(mapping, rendering), rendering);
        return Value.list(sorted(pairs, Path.of(place), cased, arguments.flag(2, "reverse", false), rendering));
    }

    private static Value sort(Value value, Arguments arguments, Rendering rendering) {
        Path path = path(arguments.get(2, "attribute", None.NONE));
        boolean cased = arguments.flag(1, "case_sensitive", false);
        boolean reverse = arguments.flag(0, "reverse", false);
        return Value.list(sorted(Python.items(value, rendering), path, cased, reverse, rendering));
    }

    private static Path path(Value attribute) {
        return attribute == None.NONE ? new Path(List.of()) : Path.of(attribute);
    }

    private static List<Value> sorted(
            List<Value> items, Path path, boolean cased, boolean reverse, Rendering rendering) {
        Comparator<Value> order = (left, right) -> Comparing.order(
                key(path.of(left, rendering), cased), key(path.of(right, rendering), cased), "<", rendering);
        List<Value> copy = new ArrayList<>(items);
        copy.sort(reverse ? order.reversed() : order);
        return copy;
    }

    private static Value key(Value value, boolean cased) {
        return value instanceof Text text && !cased ? Letters.lower(text) : value;
    }

    private static List<Value> sorted(Value value, Arguments arguments, Rendering rendering) {
        return sorted(
                Python.items(value, rendering),
                path(arguments.get(1, "attribute", None.NONE)),
                arguments.flag(0, "case_sensitive", false),
                false,
                rendering);
    }

    /** Of several greatest ones the first, as Python has it. */
    private static Value greatest(Value value, Arguments arguments, Rendering rendering) {
        Path path = path(arguments.get(1, "attribute", None.NONE));
        boolean cased = arguments.flag(0, "case_sensitive", false);
        return end(sorted(Python.items(value, rendering), path, cased, true, rendering), true);
    }

    private static Value unique(Value value, Arguments arguments, Rendering rendering) {
        Path path = path(arguments.get(1, "attribute", None.NONE));
        boolean cased = arguments.flag(0, "case_sensitive", false);
        List<Value> kept = new ArrayList<>();
        List<Value> keys = new ArrayList<>();
        for (Value item : Python.items(value, rendering)) {
            Value key = key(path.of(item, rendering), cased);
            if (keys.stream().noneMatch(other -> Comparing.equal(other, key, rendering))) {
                keys.add(key);
                kept.add(item);
            }
        }
        return Value.generator(kept);
    }

    private static Value sum(Value value, Arguments arguments, Rendering rendering) {
        Path path = path(arguments.get(0, "attribute", None.NONE));
        Value sum = arguments.get(1, "start", Value.of(0));
        for (Value item : Python.items(value, rendering)) {
            sum = Operators.apply(sum, "+", path.of(item, rendering), rendering);
        }
        return sum;
    }

    private static Value batch(Value value, Arguments arguments, Rendering rendering) {
        int size = (int) Math.clamp(Python.whole(arguments.get(0, "linecount")), 1, 1_000_000);
        Value filler = arguments.get(1, "fill_with", None.NONE);
        List<Value> items = Python.items(value, rendering);
        List<Value> batches = new ArrayList<>();
        for (int i = 0; i < items.size(); i += size) {
            List<Value> batch = new ArrayList<>(items.subList(i, Math.min(items.size(), i + size)));
            while (filler != None.NONE && batch.size() < size) {
                rendering.spend(1);
                batch.add(filler);
            }
            batches.add(Value.list(batch));
        }
        return Value.generator(batches);
    }

    private static Value group(Value value, Arguments arguments, Rendering rendering) {
        Path path = Path.of(arguments.get(0, "attribute"));
        Value otherwise = arguments.find(1, "default");
        boolean cased = arguments.flag(2, "case_sensitive", false);
        List<Value> pairs = new ArrayList<>();
        for (Value item : Python.items(value, rendering)) {
            pairs.add(Value.tuple(path.of(item, otherwise, rendering), item));
        }
        pairs = sorted(pairs, Path.of(Value.of(0)), cased, false, rendering);
        List<Value> groups = new ArrayList<>();
        for (int i = 0; i < pairs.size(); ) {
            Value key = first(pairs.get(i));
            List<Value> group = new ArrayList<>();
            for (; i < pairs.size() && sameKey(key, first(pairs.get(i)), cased, rendering); i++) {
                group.add(((Sequence) pairs.get(i)).items().getLast());
            }
            groups.add(Value.tuple(key, Value.list(group)));
        }
        return Value.list(groups);
    }

    private static Value first(Value pair) {
        return ((Sequence) pair).items().getFirst();
    }

    private static boolean sameKey(Value key, Value other, boolean cased, Rendering rendering) {
        return Comparing.equal(key(key, cased), key(other, cased), rendering);
    }
}
