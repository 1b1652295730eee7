package org.rlhfworkbench.feedback;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the database is, and how long things wait.
 *
 * @param folder holds the H2 database; not used when {@code url} is set
 * @param url JDBC address of another database, such as {@code jdbc:postgresql://host/workbench}
 * @param lease how long an item stays with a labeler without a heartbeat
 * @param enoughDemonstrations from how many on the first policy is worth training
 * @param enoughRankings from how many on a reward model is worth training, when the campaign asks for more
 */
@ConfigurationProperties("workbench.store")
public record StoreSettings(
        @DefaultValue("home/db") Path folder,
        @Nullable String url,
        @DefaultValue("workbench") String username,
        @DefaultValue("") String password,
        @DefaultValue("10m") Duration lease,
        @DefaultValue("20") int enoughDemonstrations,
        @DefaultValue("200") int enoughRankings) {

    public StoreSettings {
        if (lease.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("workbench.store.lease must be at least one second, not " + lease);
        }
        if (enoughDemonstrations < 1 || enoughRankings < 1) {
            throw new IllegalArgumentException("workbench.store.enough-* must be at least 1");
        }
    }
}
