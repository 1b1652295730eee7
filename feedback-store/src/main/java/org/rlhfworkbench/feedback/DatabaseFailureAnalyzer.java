package org.rlhfworkbench.feedback;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Lets a start that fails for want of the database say so in plain words, without a stack trace. */
class DatabaseFailureAnalyzer extends AbstractFailureAnalyzer<FeedbackException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, FeedbackException cause) {
        return new FailureAnalysis(cause.getMessage(), null, cause);
    }
}
