/**
 * Run directories: everything that a training or sampling process leaves behind, written so that a process killed at
 * any instant loses nothing that its next start needs.
 */
@NullMarked
package org.rlhfworkbench.lm.run;

import org.jspecify.annotations.NullMarked;
