/** The decoder-only transformer, its configuration, its weights, and the folder that holds them. */
@NullMarked
package org.rlhfworkbench.lm.model;

import org.jspecify.annotations.NullMarked;
