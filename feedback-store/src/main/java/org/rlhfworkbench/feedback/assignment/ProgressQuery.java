package org.rlhfworkbench.feedback.assignment;

import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Counts how far a campaign is. */
@Repository
class ProgressQuery {

    private static final String PROGRESS = """
            select (select count(*) from item where campaign_id = :campaign),
            (select count(*) from slot where campaign_id = :campaign),
            (select count(*) from slot where campaign_id = :campaign and state = 'DONE'),
            (select count(*) from slot where campaign_id = :campaign and state = 'LEASED' and expires_at >= :now),
            (select count(distinct item_id) from slot where campaign_id = :campaign and state in ('FREE', 'LEASED')),
            (select count(*) from label where campaign_id = :campaign and status = 'SURPLUS'),
            (select count(*) from label where campaign_id = :campaign and status = 'COUNTED'
                and unrankable is not null),
            (select count(distinct labeler_id) from label where campaign_id = :campaign and status = 'COUNTED')""";

    private static final String REMAINING = """
            select count(distinct ahead.item_id)
                + (select count(*) from slot where campaign_id = :campaign and labeler_id = :labeler
                    and state = 'LEASED')
            from (select s.item_id from slot s
                where s.campaign_id = :campaign and s.state = 'FREE' and s.item_id > :after
                and not exists (select 1 from slot o where o.item_id = s.item_id and o.labeler_id = :labeler)
                and not exists (select 1 from label l where l.item_id = s.item_id and l.labeler_id = :labeler)
                and not exists (select 1 from item_skip k where k.item_id = s.item_id and k.labeler_id = :labeler)
                order by s.campaign_id, s.state, s.item_id
                fetch first 1000 rows only) ahead""";

    private final JdbcClient jdbc;

    ProgressQuery(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Progress of(long campaignId, Instant now) {
        return jdbc.sql(PROGRESS)
                .param("campaign", campaignId)
                .param("now", Slots.at(now))
                .query((row, n) -> new Progress(
                        row.getLong(1),
                        row.getLong(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(1) - row.getLong(5),
                        row.getLong(6),
                        row.getLong(7),
                        row.getLong(8)))
                .single();
    }

    /** Looks at no more than a thousand slots, so that it may be asked after every answer. */
    long remaining(long campaignId, long labelerId, long afterItem) {
        return jdbc.sql(REMAINING)
                .param("campaign", campaignId)
                .param("after", afterItem)
                .param("labeler", labelerId)
                .query(Long.class)
                .single();
    }
}
