/**
 * {@link org.rlhfworkbench.feedback.labels.Labels}: the judgements. A label is an ordered list of tie groups, kept in versions.
 */
@NullMarked
package org.rlhfworkbench.feedback.labels;

import org.jspecify.annotations.NullMarked;
