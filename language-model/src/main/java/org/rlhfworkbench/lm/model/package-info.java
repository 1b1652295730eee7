/** The decoder-only transformer, its configuration and weights. */
@NullMarked
package org.rlhfworkbench.lm.model;

import org.jspecify.annotations.NullMarked;
