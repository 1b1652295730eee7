package org.rlhfworkbench.lm.run;

import java.nio.file.Path;

/**
 * A whole checkpoint.
 *
 * @param step the last step whose result is in it
 * @param folder its files
 */
public record Checkpoint(long step, Path folder) {}
