package org.rlhfworkbench.lm.server;

/** What the worker of the {@link GenerationQueue} does for one request. */
sealed interface Job permits GenerationJob, EmbeddingJob {

    /** The reader has gone: nothing more needs to be done. */
    void cancel();

    boolean isCancelled();

    /** Tells the reader that nothing will come of it. */
    void fail(Throwable e);
}
