package org.rlhfworkbench.lm.kernel;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;

/** Until it is closed, the operators of this thread keep nothing for a backward pass. */
public final class NoGradients implements AutoCloseable {

    private final boolean before;

    public NoGradients() {
        Engine.getEngine("PyTorch"); // Loads the library that knows the mode.
        before = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
    }

    @Override
    public void close() {
        JniUtils.setGradMode(before);
    }
}
