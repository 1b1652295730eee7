package org.rlhfworkbench.lm.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.jinja.Value.Mapping;

/** What every template can call by name. */
final class Globals {

    private static final int LONGEST_RANGE = 100_000;

    private Globals() {}

    /** A function; null if there is none of this name. */
    static @Nullable Value named(String name) {
        Callable.Body body = switch (name) {
            case "raise_exception" -> Globals::raise;
            case "strftime_now" ->
                (arguments, rendering) -> Text.written(Calendar.strftime(
                        rendering.now(), arguments.text(0, "format", Text.EMPTY).toString()));
            case "range" -> Globals::range;
            case "namespace" -> Globals::namespace;
            case "dict" -> Globals::dictionary;
            case "joiner" -> Globals::joiner;
            case "cycler" -> Globals::cycler;
            default -> null;
        };
        return body == null ? null : new Callable(name, body);
    }

    private static Value raise(Arguments arguments, Rendering rendering) {
        throw new TemplateException(
                Writing.str(arguments.get(0, "message"), rendering).toString());
    }

    private static Value range(Arguments arguments, Rendering rendering) {
        List<Long> bounds = arguments.positional().stream().map(Python::whole).toList();
        if (bounds.isEmpty() || bounds.size() > 3) {
            throw new TemplateException("range takes one to three integers");
        }
        long from = bounds.size() == 1 ? 0 : bounds.getFirst();
        long to = bounds.size() == 1 ? bounds.getFirst() : bounds.get(1);
        long step = bounds.size() == 3 ? bounds.get(2) : 1;
        if (step == 0) {
            throw new TemplateException("range() arg 3 must not be zero");
        }
        List<Value> items = new ArrayList<>();
        for (long i = from; step > 0 ? i < to : i > to; i += step) {
            if (items.size() == LONGEST_RANGE) {
                throw new TemplateException("a range may have " + LONGEST_RANGE + " items at most");
            }
            items.add(Value.of(i));
            if (i + step > i != step > 0) {
                break; // The next one would not fit.
            }
        }
        rendering.spend(items.size());
        return Value.list(items);
    }

    private static Value namespace(Arguments arguments, Rendering rendering) {
        Namespace namespace = new Namespace();
        for (Value first : arguments.positional()) {
            if (first instanceof Mapping mapping) {
                mapping.entries().forEach((name, value) -> namespace.set(name.toString(), value));
            }
        }
        arguments.named().forEach(namespace::set);
        return namespace;
    }

    private static Value dictionary(Arguments arguments, Rendering rendering) {
        Map<Value, Value> entries = new LinkedHashMap<>();
        for (Value first : arguments.positional()) {
            if (first instanceof Mapping mapping) {
                entries.putAll(mapping.entries());
                continue;
            }
            for (Value pair : Python.items(first, rendering)) {
                List<Value> parts = Python.items(pair, rendering);
                if (parts.size() != 2) {
                    throw new TemplateException("a dictionary is made of pairs");
                }
                entries.put(Python.key(parts.getFirst()), parts.getLast());
            }
        }
        arguments.named().forEach((name, value) -> entries.put(Text.written(name), value));
        return new Mapping(entries);
    }

    private static Value joiner(Arguments arguments, Rendering rendering) {
        Text separator = arguments.text(0, "sep", Text.written(", "));
        boolean[] used = {false};
        return new Callable("joiner", (none, now) -> {
            Text result = used[0] ? separator : Text.EMPTY;
            used[0] = true;
            return result;
        });
    }

    private static Value cycler(Arguments arguments, Rendering rendering) {
        List<Value> items = arguments.positional();
        if (items.isEmpty()) {
            throw new TemplateException("at least one item has to be provided");
        }
        int[] place = {0};
        Namespace cycler = new Namespace();
        cycler.set("next", new Callable("next", (none, now) -> items.get(place[0]++ % items.size())));
        return cycler;
    }
}
