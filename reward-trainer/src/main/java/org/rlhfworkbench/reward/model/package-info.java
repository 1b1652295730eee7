/** The network that gives a response its score. */
@NullMarked
package org.rlhfworkbench.reward.model;

import org.jspecify.annotations.NullMarked;
