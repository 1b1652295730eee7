/**
 * {@link org.rlhfworkbench.feedback.agreement.Agreement}: how often people agree with each other.
 */
@NullMarked
package org.rlhfworkbench.feedback.agreement;

import org.jspecify.annotations.NullMarked;
