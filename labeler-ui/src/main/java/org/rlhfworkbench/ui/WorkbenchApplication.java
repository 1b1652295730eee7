package org.rlhfworkbench.ui;

import org.rlhfworkbench.feedback.FeedbackStore;
import org.rlhfworkbench.ui.start.HomeFolder;
import org.rlhfworkbench.ui.start.StartFailure;
import org.rlhfworkbench.ui.start.StartOptions;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Import;

/** The web application: {@code workbench start [--port 8080] [--home DIR] [--base-url URL]}. */
@SpringBootApplication
@Import(FeedbackStore.class)
@ConfigurationPropertiesScan
public class WorkbenchApplication {

    /** Exits with 2 when an option is wrong, with 1 when the application cannot start; each with one line that says why. */
    public static void main(String[] arguments) {
        try {
            StartOptions options = StartOptions.parse(arguments);
            if (options.help()) {
                System.out.println(StartOptions.USAGE);
                return;
            }
            HomeFolder.claim(options.home());
            options.refuseBusyPort();
            start(options);
        } catch (StartFailure failure) {
            System.err.println(failure.getMessage());
            System.exit(failure.exitStatus());
        }
    }

    private static void start(StartOptions options) {
        try {
            SpringApplication application = new SpringApplication(WorkbenchApplication.class);
            application.setDefaultProperties(options.properties());
            application.run();
        } catch (RuntimeException failure) {
            LoggerFactory.getLogger(WorkbenchApplication.class).debug("The start failed.", failure);
            throw StartFailure.of(failure, options.home());
        }
    }
}
