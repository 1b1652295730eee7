/** Fits a reward model to rankings. */
@NullMarked
package org.rlhfworkbench.reward.training;

import org.jspecify.annotations.NullMarked;
