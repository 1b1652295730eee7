/** Training as people see it: the queue, a run's curves and samples, the dialogs that start one. */
@NullMarked
package org.rlhfworkbench.ui.runs;

import org.jspecify.annotations.NullMarked;
