package org.rlhfworkbench.feedback;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.context.annotation.Import;

/** A slice with the whole store on an H2 in memory, its schema made by the migrations and checked against the entities. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@DataJpaTest(
        properties = {"spring.jpa.hibernate.ddl-auto=validate", "logging.level.root=warn"},
        showSql = false)
@Import({FeedbackStore.class, TestTime.class, Fixtures.class})
public @interface StoreTest {}
