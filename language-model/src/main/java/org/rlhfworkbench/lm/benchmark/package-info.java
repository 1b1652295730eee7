/** How fast this machine generates and trains, beside what it could do at most and beside other programs. */
@NullMarked
package org.rlhfworkbench.lm.benchmark;

import org.jspecify.annotations.NullMarked;
