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
            (select count(*) from item i where i.campaign_id = :campaign
                and not exists (select 1 from slot s where s.item_id = i.id and s.state <> 'DONE')),
            (select count(*) from label where campaign_id = :campaign and status = 'SURPLUS'),
            (select count(*) from label where campaign_id = :campaign and status = 'COUNTED'
                and unrankable is not null),
            (select count(distinct labeler_id) from label where campaign_id = :campaign and status = 'COUNTED')""";

    private static final String REMAINING = """
            select count(distinct s.item_id) from slot s
            where s.campaign_id = :campaign and (s.state = 'FREE' or s.state = 'LEASED' and s.labeler_id = :labeler)
            and not exists (select 1 from label l where l.item_id = s.item_id and l.labeler_id = :labeler)
            and not exists (select 1 from item_skip k where k.item_id = s.item_id and k.labeler_id = :labeler)""";

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
                        row.getLong(5),
                        row.getLong(6),
                        row.getLong(7),
                        row.getLong(8)))
                .single();
    }

    long remaining(long campaignId, long labelerId) {
        return jdbc.sql(REMAINING)
                .param("campaign", campaignId)
                .param("labeler", labelerId)
                .query(Long.class)
                .single();
    }
}
