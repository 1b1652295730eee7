/** The rule behind the learning check of {@code docs/experiments/kindness.sh}, and the files that the check needs. */
@NullMarked
package org.rlhfworkbench.policy.kindness;

import org.jspecify.annotations.NullMarked;
