package org.rlhfworkbench.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rlhfworkbench.feedback.FeedbackException.DatabaseInUse;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;

class DatabaseFailureAnalyzerTest {

    @Test
    void a_start_that_finds_the_database_in_use_says_where_and_what_to_do() {
        RuntimeException wrapped =
                new IllegalStateException("bean", new DatabaseInUse("home/db", new SQLException("locked")));

        List<FailureAnalyzer> analyzers = SpringFactoriesLoader.forDefaultResourceLocation()
                .load(FailureAnalyzer.class, (type, name, thoseThatNeedABeanFactory) -> {});

        assertThat(analyzers)
                .filteredOn(DatabaseFailureAnalyzer.class::isInstance)
                .singleElement()
                .extracting(analyzer -> analyzer.analyze(wrapped))
                .extracting(FailureAnalysis::getDescription)
                .asString()
                .contains("home/db", "--home");
    }
}
