/**
 * {@link org.rlhfworkbench.feedback.agreement.Agreement}: how often people agree with each other;
 * {@link org.rlhfworkbench.feedback.agreement.Quality}: by person and by item.
 */
@NullMarked
package org.rlhfworkbench.feedback.agreement;

import org.jspecify.annotations.NullMarked;
