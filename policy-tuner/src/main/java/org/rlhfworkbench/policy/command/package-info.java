/** The commands {@code sft} and {@code ppo}, and the main class of the whole command line. */
@NullMarked
package org.rlhfworkbench.policy.command;

import org.jspecify.annotations.NullMarked;
