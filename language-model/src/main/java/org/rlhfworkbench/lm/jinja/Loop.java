package org.rlhfworkbench.lm.jinja;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.lm.jinja.Value.Undefined;

/** What a template knows as {@code loop} inside a loop. */
final class Loop implements Value {

    private final List<Value> items;
    private final int depth;
    private final @Nullable Callable again;
    private int place;
    private @Nullable Value changing;

    /**
     * @param depth of a recursive loop, counted from 0
     * @param again what {@code loop(items)} calls; null if the loop is not recursive
     */
    Loop(List<Value> items, int depth, @Nullable Callable again) {
        this.items = items;
        this.depth = depth;
        this.again = again;
    }

    /** Goes to the item at a place, counted from 0. */
    void moveTo(int newPlace) {
        place = newPlace;
    }

    int length() {
        return items.size();
    }

    int index() {
        return place + 1;
    }

    Value call(Arguments arguments, Rendering rendering) {
        if (again == null) {
            throw new TemplateException("the loop is not recursive; write 'recursive' behind what it goes through");
        }
        return again.call(arguments, rendering);
    }

    Value get(String name) {
        return switch (name) {
            case "index" -> Value.of(place + 1L);
            case "index0" -> Value.of((long) place);
            case "revindex" -> Value.of((long) items.size() - place);
            case "revindex0" -> Value.of(items.size() - place - 1L);
            case "first" -> Value.of(place == 0);
            case "last" -> Value.of(place == items.size() - 1);
            case "length" -> Value.of((long) items.size());
            case "depth" -> Value.of(depth + 1L);
            case "depth0" -> Value.of((long) depth);
            case "previtem" -> place > 0 ? items.get(place - 1) : new Undefined("there is no previous item");
            case "nextitem" -> place + 1 < items.size() ? items.get(place + 1) : new Undefined("there is no next item");
            case "cycle" -> new Callable("cycle", (arguments, rendering) -> cycle(arguments.positional()));
            case "changed" -> new Callable("changed", this::changed);
            default -> new Undefined("'loop' has no attribute '" + name + "'");
        };
    }

    private Value cycle(List<Value> values) {
        if (values.isEmpty()) {
            throw new TemplateException("no items for cycling given");
        }
        return values.get(place % values.size());
    }

    private Value changed(Arguments arguments, Rendering rendering) {
        Value now = Value.list(arguments.positional());
        boolean same = changing != null && Comparing.equal(changing, now, rendering);
        changing = now;
        return Value.of(!same);
    }
}
