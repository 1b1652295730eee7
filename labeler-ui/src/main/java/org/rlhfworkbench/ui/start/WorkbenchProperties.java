package org.rlhfworkbench.ui.start;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The application's own settings.
 *
 * @param home folder of the database, the runs and the log
 * @param baseUrl address that people open
 * @param launcher the {@code workbench} script that starts the trainers
 * @param models folder of the models that come with the workbench; null where there are none
 * @param modelServers how many model servers run at once
 */
@ConfigurationProperties("workbench")
public record WorkbenchProperties(
        Path home,
        @DefaultValue("http://localhost:8080") String baseUrl,
        @DefaultValue("workbench") Path launcher,
        @Nullable Path models,
        @DefaultValue("2") int modelServers) {
    public WorkbenchProperties {
        if (modelServers < 1) {
            throw new IllegalArgumentException("workbench.model-servers must be at least 1, not " + modelServers);
        }
    }

    public Path runs() {
        return home.resolve("runs");
    }
}
