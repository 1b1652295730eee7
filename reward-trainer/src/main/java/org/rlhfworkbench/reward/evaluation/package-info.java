/** How well a reward model agrees with people, with the uncertainty of each figure. */
@NullMarked
package org.rlhfworkbench.reward.evaluation;

import org.jspecify.annotations.NullMarked;
