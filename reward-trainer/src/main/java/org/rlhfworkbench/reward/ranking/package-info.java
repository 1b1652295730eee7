/** What people's rankings imply, and the loss that a reward model learns from them. */
@NullMarked
package org.rlhfworkbench.reward.ranking;

import org.jspecify.annotations.NullMarked;
