package org.rlhfworkbench.lm.jinja;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can stand behind {@code |}. */
final class Filters {

    /** Makes one value of another. */
    @FunctionalInterface
    interface Filter {

        Value apply(Value subject, Arguments arguments, Rendering rendering);
    }

    private static final Map<String, Filter> FILTERS = new HashMap<>();

    static {
        FILTERS.putAll(TextFilters.all());
        FILTERS.putAll(ValueFilters.all());
        FILTERS.putAll(ListFilters.all());
        FILTERS.putAll(SelectingFilters.all());
    }

    private Filters() {}

    /** A filter; null if there is none of this name. */
    static @Nullable Filter named(String name) {
        return FILTERS.get(name);
    }
}
