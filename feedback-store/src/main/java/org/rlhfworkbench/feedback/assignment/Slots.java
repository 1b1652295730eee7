package org.rlhfworkbench.feedback.assignment;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The slot rows. Every change is a conditional update of one row that says how many rows it changed: 1 for whoever
 * came first, 0 for everybody else, on any database. Two unique constraints, (item, slot number) and (item, labeler),
 * hold what the conditions cannot see.
 */
@Repository
class Slots {

    private static final String MAKE =
            "insert into slot (campaign_id, item_id, slot_number, state) values (?, ?, ?, 'FREE')";

    private static final String FREE_FOR_LABELER = """
            select s.id, s.item_id from slot s
            where s.campaign_id = :campaign and s.state = 'FREE' and s.item_id > :after
            and not exists (select 1 from slot o where o.item_id = s.item_id and o.labeler_id = :labeler)
            and not exists (select 1 from label l where l.item_id = s.item_id and l.labeler_id = :labeler)
            and not exists (select 1 from item_skip k where k.item_id = s.item_id and k.labeler_id = :labeler)
            order by s.campaign_id, s.state, s.item_id
            fetch first 16 rows only""";

    private static final String LAST_ITEM = """
            select item_id from slot where campaign_id = ? and labeler_id = ?
            order by campaign_id desc, labeler_id desc, item_id desc
            fetch first 1 rows only""";

    private static final String TAKE = """
            update slot set state = 'LEASED', labeler_id = ?, lease_token = ?, expires_at = ?
            where id = ? and state = 'FREE'""";

    private static final String RENEW = """
            update slot set expires_at = ?
            where lease_token = ? and labeler_id = ? and state = 'LEASED'""";

    private static final String FINISH_OWN = """
            update slot set state = 'DONE', expires_at = null
            where item_id = ? and labeler_id = ? and state = 'LEASED'""";

    private static final String FREE_OF_ITEM =
            "select id from slot where item_id = ? and state = 'FREE' order by slot_number";

    private static final String FINISH_FREE =
            "update slot set state = 'DONE', labeler_id = ? where id = ? and state = 'FREE'";

    private static final String HAND_BACK = """
            update slot set state = 'FREE', labeler_id = null, lease_token = null, expires_at = null
            where lease_token = ? and labeler_id = ? and state = 'LEASED'""";

    private static final String EXPIRED = "select id from slot where state = 'LEASED' and expires_at < ? order by id";

    private static final String HAND_BACK_EXPIRED = """
            update slot set state = 'FREE', labeler_id = null, lease_token = null, expires_at = null
            where id = ? and state = 'LEASED' and expires_at < ?""";

    private static final String HELD = """
            select s.lease_token, s.item_id, s.expires_at from slot s
            join lease l on l.token = s.lease_token
            where s.campaign_id = ? and s.labeler_id = ? and s.state = 'LEASED' and s.expires_at >= ?
            order by l.leased_at, s.item_id""";

    private final JdbcClient jdbc;

    Slots(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A slot that nobody has. */
    record Free(long slotId, long itemId) {}

    /** A lease that is alive. */
    record Held(String token, long itemId, Instant until) {}

    void make(long campaignId, long itemId, int number) {
        jdbc.sql(MAKE).params(campaignId, itemId, number).update();
    }

    /**
     * The next free slots that this person may take, of items behind the given one. The order names every column of
     * the index on (campaign, state, item): H2 then stops after the first rows and does not sort all the others.
     */
    List<Free> freeFor(long campaignId, long labelerId, long afterItem) {
        return jdbc.sql(FREE_FOR_LABELER)
                .param("campaign", campaignId)
                .param("after", afterItem)
                .param("labeler", labelerId)
                .query((row, n) -> new Free(row.getLong(1), row.getLong(2)))
                .list();
    }

    /** The last item of the campaign that this person was given, 0 before the first. */
    long lastItemOf(long campaignId, long labelerId) {
        return jdbc.sql(LAST_ITEM)
                .params(campaignId, labelerId)
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    boolean take(long slotId, long labelerId, String token, Instant until) {
        return jdbc.sql(TAKE).params(labelerId, token, at(until), slotId).update() == 1;
    }

    boolean renew(String token, long labelerId, Instant until) {
        return jdbc.sql(RENEW).params(at(until), token, labelerId).update() == 1;
    }

    /** Ends this person's lease on the item with an answer, whichever token it has now. */
    boolean finishOwn(long itemId, long labelerId) {
        return jdbc.sql(FINISH_OWN).params(itemId, labelerId).update() == 1;
    }

    /** Fills a free slot of the item with an answer that came without a lease. */
    boolean finishFree(long itemId, long labelerId) {
        return jdbc.sql(FREE_OF_ITEM).params(itemId).query((row, n) -> row.getLong(1)).list().stream()
                .anyMatch(slotId ->
                        jdbc.sql(FINISH_FREE).params(labelerId, slotId).update() == 1);
    }

    boolean handBack(String token, long labelerId) {
        return jdbc.sql(HAND_BACK).params(token, labelerId).update() == 1;
    }

    List<Long> expired(Instant now) {
        return jdbc.sql(EXPIRED)
                .params(at(now))
                .query((row, n) -> row.getLong(1))
                .list();
    }

    boolean handBackExpired(long slotId, Instant now) {
        return jdbc.sql(HAND_BACK_EXPIRED).params(slotId, at(now)).update() == 1;
    }

    /** What the person has in hands, in the order it was given. */
    List<Held> heldBy(long campaignId, long labelerId, Instant now) {
        return jdbc.sql(HELD)
                .params(campaignId, labelerId, at(now))
                .query((row, n) -> new Held(
                        row.getString(1),
                        row.getLong(2),
                        row.getObject(3, OffsetDateTime.class).toInstant()))
                .list();
    }

    static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
