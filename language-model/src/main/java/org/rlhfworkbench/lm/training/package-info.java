/** The language-model loss and pre-training. */
@NullMarked
package org.rlhfworkbench.lm.training;

import org.jspecify.annotations.NullMarked;
