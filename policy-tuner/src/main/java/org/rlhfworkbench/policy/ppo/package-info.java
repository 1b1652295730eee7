/** Proximal policy optimisation against a reward model: rollouts, advantages, losses, the KL coefficient, the trainer. */
@NullMarked
package org.rlhfworkbench.policy.ppo;

import org.jspecify.annotations.NullMarked;
