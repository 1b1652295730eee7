package org.rlhfworkbench.ui;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;

/** The whole application, listening, on a database in memory; one context for all tests that use it. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Import({LabelingFixtures.class, OwnersProject.class})
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "workbench.home=target/test-home/${PID}",
            "workbench.launcher=src/test/resources/fake-workbench.sh",
            "workbench.store.url=jdbc:h2:mem:workbench;DB_CLOSE_DELAY=-1",
            "logging.threshold.console=WARN"
        })
public @interface ApplicationTest {}
