package org.rlhfworkbench.feedback.assignment;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.rlhfworkbench.feedback.lines.Json;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;

/** Every lease that was ever given, with the order in which its labeler saw the outputs; and what was skipped. */
@Repository
class Leases {

    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

    private final JdbcClient jdbc;

    Leases(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    record Lease(long itemId, List<String> displayOrder) {}

    void add(String token, long itemId, long labelerId, List<String> displayOrder, Instant now) {
        jdbc.sql("insert into lease (token, item_id, labeler_id, display_order, leased_at) values (?, ?, ?, ?, ?)")
                .params(token, itemId, labelerId, Json.write(displayOrder), Slots.at(now))
                .update();
    }

    /** Only the person it was given to finds a lease. */
    Optional<Lease> find(String token, long labelerId) {
        return jdbc.sql("select item_id, display_order from lease where token = ? and labeler_id = ?")
                .params(token, labelerId)
                .query((row, n) -> new Lease(row.getLong(1), Json.read(row.getString(2), TEXTS)))
                .optional();
    }

    void end(String token, String outcome, Instant now) {
        jdbc.sql("update lease set ended_at = ?, outcome = ? where token = ?")
                .params(Slots.at(now), outcome, token)
                .update();
    }

    /** Does nothing when the person has skipped the item before. */
    void skip(long itemId, long labelerId, String reason, Instant now) {
        boolean before = jdbc.sql("select count(*) from item_skip where item_id = ? and labeler_id = ?")
                        .params(itemId, labelerId)
                        .query(Long.class)
                        .single()
                > 0;
        if (!before) {
            jdbc.sql("insert into item_skip (item_id, labeler_id, reason, created_at) values (?, ?, ?, ?)")
                    .params(itemId, labelerId, reason, Slots.at(now))
                    .update();
        }
    }
}
