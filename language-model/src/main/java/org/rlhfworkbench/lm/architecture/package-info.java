/** What kinds of decoder there are: their shapes, and where each family's files keep which tensor. */
@NullMarked
package org.rlhfworkbench.lm.architecture;

import org.jspecify.annotations.NullMarked;
