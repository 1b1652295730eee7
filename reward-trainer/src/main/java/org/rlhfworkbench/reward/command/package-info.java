/** The command {@code reward}. */
@NullMarked
package org.rlhfworkbench.reward.command;

import org.jspecify.annotations.NullMarked;
