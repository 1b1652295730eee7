/** Supervised fine-tuning: from demonstrations to a policy. */
@NullMarked
package org.rlhfworkbench.policy.finetuning;

import org.jspecify.annotations.NullMarked;
