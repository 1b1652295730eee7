/** AdamW and learning-rate schedules. */
@NullMarked
package org.rlhfworkbench.lm.optimisation;

import org.jspecify.annotations.NullMarked;
