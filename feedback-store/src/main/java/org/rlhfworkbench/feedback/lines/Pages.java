package org.rlhfworkbench.feedback.lines;

import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.springframework.data.domain.Limit;

/** Walks over many rows without holding them all: page by page, each beginning behind the last id of the one before. */
public final class Pages {

    private static final Limit PAGE = Limit.of(500);

    private Pages() {}

    /** The rows come from {@code pageAfter}, ordered by id, which gets the last id so far, first 0. */
    public static <E> void forEach(
            EntityManager entities,
            BiFunction<Long, Limit, List<E>> pageAfter,
            ToLongFunction<E> id,
            Consumer<E> consumer) {
        long last = 0;
        List<E> page;
        do {
            page = pageAfter.apply(last, PAGE);
            for (E entity : page) {
                consumer.accept(entity);
                last = id.applyAsLong(entity);
            }
            page.forEach(entities::detach);
        } while (page.size() == PAGE.max());
    }
}
