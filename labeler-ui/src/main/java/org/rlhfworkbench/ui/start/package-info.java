/** From the command line to a listening server: options, the home folder, the first administrator. */
@NullMarked
package org.rlhfworkbench.ui.start;

import org.jspecify.annotations.NullMarked;
