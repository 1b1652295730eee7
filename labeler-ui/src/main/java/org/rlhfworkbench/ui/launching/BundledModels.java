package org.rlhfworkbench.ui.launching;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.rlhfworkbench.feedback.models.Models;
import org.rlhfworkbench.ui.start.WorkbenchProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Makes the models that come with the workbench known to every project. */
@Component
class BundledModels {
    private static final Logger log = LoggerFactory.getLogger(BundledModels.class);

    private final Models models;
    private final WorkbenchProperties properties;

    BundledModels(Models models, WorkbenchProperties properties) {
        this.models = models;
        this.properties = properties;
    }

    @EventListener(ApplicationReadyEvent.class)
    void register() {
        for (Path folder : folders()) {
            models.registerBase(folder.getFileName().toString(), folder.toString());
        }
    }

    private List<Path> folders() {
        Path bundled = properties.models();
        if (bundled == null || !Files.isDirectory(bundled)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(bundled)) {
            return entries.filter(entry -> Files.exists(entry.resolve("config.json")))
                    .map(Path::toAbsolutePath)
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            log.error("The folder of bundled models {} cannot be read.", bundled, unreadable);
            return List.of();
        }
    }
}
