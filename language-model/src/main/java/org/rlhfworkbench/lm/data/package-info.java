/** The files that people and the other modules hand to a trainer, read strictly: what is wrong is named by file and line. */
@NullMarked
package org.rlhfworkbench.lm.data;

import org.jspecify.annotations.NullMarked;
