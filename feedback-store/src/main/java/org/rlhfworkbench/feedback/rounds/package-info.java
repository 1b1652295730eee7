/**
 * {@link org.rlhfworkbench.feedback.rounds.Rounds}: a project's rounds, and the next act that leads on.
 */
@NullMarked
package org.rlhfworkbench.feedback.rounds;

import org.jspecify.annotations.NullMarked;
