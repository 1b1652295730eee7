/** Commands that use a model as it is: drawing responses, going on from lines, log-probabilities and losses of lines. */
@NullMarked
package org.rlhfworkbench.lm.inference;

import org.jspecify.annotations.NullMarked;
