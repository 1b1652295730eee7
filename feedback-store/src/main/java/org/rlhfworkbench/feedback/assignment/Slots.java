package org.rlhfworkbench.feedback.assignment;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The slot rows. Every change is a conditional update of one row that says how many rows it changed: 1 for whoever
 * came first, 0 for everybody else, on any database. No statement depends on what another one read before.
 */
@Repository
class Slots {

    private final JdbcClient jdbc;

    Slots(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void make(long campaignId, long itemId, int number) {
        jdbc.sql("insert into slot (campaign_id, item_id, slot_number, state) values (?, ?, ?, 'FREE')")
                .params(campaignId, itemId, number)
                .update();
    }

    /** A free slot: of which item, and its id. */
    record Free(long slotId, long itemId) {}

    /** Free slots of items behind the given one that this person neither holds, nor answered, nor skipped. */
    List<Free> freeFor(long campaignId, long labelerId, long afterItem, int limit) {
        return jdbc.sql("""
                        select s.id, s.item_id from slot s
                        where s.campaign_id = :campaign and s.state = 'FREE' and s.item_id > :after
                        and not exists (select 1 from slot o where o.item_id = s.item_id and o.labeler_id = :labeler)
                        and not exists (select 1 from label l where l.item_id = s.item_id and l.labeler_id = :labeler)
                        and not exists (select 1 from item_skip k where k.item_id = s.item_id and k.labeler_id = :labeler)
                        order by s.item_id, s.id
                        fetch first :limit rows only""")
                .param("campaign", campaignId)
                .param("after", afterItem)
                .param("labeler", labelerId)
                .param("limit", limit)
                .query((row, n) -> new Free(row.getLong(1), row.getLong(2)))
                .list();
    }

    /** The last item of the campaign that this person was given, 0 before the first. */
    long lastItemOf(long campaignId, long labelerId) {
        return jdbc.sql("select coalesce(max(item_id), 0) from slot where campaign_id = ? and labeler_id = ?")
                .params(campaignId, labelerId)
                .query(Long.class)
                .single();
    }

    boolean take(long slotId, long labelerId, String token, Instant until) {
        return jdbc.sql("""
                        update slot set state = 'LEASED', labeler_id = ?, lease_token = ?, expires_at = ?
                        where id = ? and state = 'FREE'""").params(labelerId, token, at(until), slotId).update() == 1;
    }

    boolean renew(String token, long labelerId, Instant until) {
        return jdbc.sql("""
                        update slot set expires_at = ?
                        where lease_token = ? and labeler_id = ? and state = 'LEASED'""").params(at(until), token, labelerId).update() == 1;
    }

    /** Ends this person's lease on the item with an answer, whichever token it has now. */
    boolean finishOwn(long itemId, long labelerId, String token) {
        return jdbc.sql("""
                        update slot set state = 'DONE', lease_token = ?, expires_at = null
                        where item_id = ? and labeler_id = ? and state = 'LEASED'""").params(token, itemId, labelerId).update() == 1;
    }

    /** Fills a free slot of the item with an answer that came without a lease. */
    boolean finishFree(long itemId, long labelerId) {
        List<Long> free = jdbc.sql("select id from slot where item_id = ? and state = 'FREE' order by slot_number")
                .params(itemId)
                .query((row, n) -> row.getLong(1))
                .list();
        for (long slotId : free) {
            int changed = jdbc.sql("""
                            update slot set state = 'DONE', labeler_id = ?, expires_at = null
                            where id = ? and state = 'FREE'""").params(labelerId, slotId).update();
            if (changed == 1) {
                return true;
            }
        }
        return false;
    }

    boolean handBack(String token, long labelerId) {
        return jdbc.sql("""
                        update slot set state = 'FREE', labeler_id = null, lease_token = null, expires_at = null
                        where lease_token = ? and labeler_id = ? and state = 'LEASED'""").params(token, labelerId).update() == 1;
    }

    List<Long> expired(Instant now) {
        return jdbc.sql("select id from slot where state = 'LEASED' and expires_at < ? order by id")
                .params(at(now))
                .query((row, n) -> row.getLong(1))
                .list();
    }

    boolean handBackExpired(long slotId, Instant now) {
        return jdbc.sql("""
                        update slot set state = 'FREE', labeler_id = null, lease_token = null, expires_at = null
                        where id = ? and state = 'LEASED' and expires_at < ?""").params(slotId, at(now)).update() == 1;
    }

    /** A lease that is alive. */
    record Held(String token, long itemId, Instant until) {}

    List<Held> heldBy(long campaignId, long labelerId, Instant now) {
        return jdbc.sql("""
                        select s.lease_token, s.item_id, s.expires_at from slot s
                        join lease l on l.token = s.lease_token
                        where s.campaign_id = ? and s.labeler_id = ? and s.state = 'LEASED' and s.expires_at >= ?
                        order by l.leased_at, s.item_id""")
                .params(campaignId, labelerId, at(now))
                .query((row, n) -> new Held(
                        row.getString(1),
                        row.getLong(2),
                        row.getObject(3, OffsetDateTime.class).toInstant()))
                .list();
    }

    Progress progress(long campaignId) {
        return jdbc.sql("""
                        select (select count(*) from item where campaign_id = :campaign),
                        (select count(*) from slot where campaign_id = :campaign),
                        (select count(*) from slot where campaign_id = :campaign and state = 'DONE'),
                        (select count(*) from slot where campaign_id = :campaign and state = 'LEASED'),
                        (select count(*) from item i where i.campaign_id = :campaign
                            and not exists (select 1 from slot s where s.item_id = i.id and s.state <> 'DONE')),
                        (select count(*) from label where campaign_id = :campaign and status = 'SURPLUS'),
                        (select count(*) from label where campaign_id = :campaign and status = 'COUNTED'
                            and unrankable is not null),
                        (select count(distinct labeler_id) from label where campaign_id = :campaign
                            and status = 'COUNTED')""")
                .param("campaign", campaignId)
                .query((row, n) -> new Progress(
                        row.getLong(1),
                        row.getLong(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6),
                        row.getLong(7),
                        row.getLong(8)))
                .single();
    }

    long remaining(long campaignId, long labelerId) {
        return jdbc.sql("""
                        select count(distinct s.item_id) from slot s
                        where s.campaign_id = :campaign
                        and (s.state = 'FREE' or s.state = 'LEASED' and s.labeler_id = :labeler)
                        and not exists (select 1 from label l where l.item_id = s.item_id and l.labeler_id = :labeler)
                        and not exists (select 1 from item_skip k where k.item_id = s.item_id and k.labeler_id = :labeler)
                        """)
                .param("campaign", campaignId)
                .param("labeler", labelerId)
                .query(Long.class)
                .single();
    }

    static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
