/** Ranking: all outputs of a prompt in full on one page, placed by key, by pointer or by touch. */
@NullMarked
package org.rlhfworkbench.ui.rank;

import org.jspecify.annotations.NullMarked;
