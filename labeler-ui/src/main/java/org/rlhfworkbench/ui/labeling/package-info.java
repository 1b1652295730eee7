/** Where labelers live: what is waiting for them, what they did, the guidelines, and what their pages share. */
@NullMarked
package org.rlhfworkbench.ui.labeling;

import org.jspecify.annotations.NullMarked;
