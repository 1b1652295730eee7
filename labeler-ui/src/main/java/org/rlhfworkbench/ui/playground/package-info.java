/** Talking to models, one or two side by side. */
@NullMarked
package org.rlhfworkbench.ui.playground;

import org.jspecify.annotations.NullMarked;
