/**
 * {@link org.rlhfworkbench.feedback.models.Models}: model folders and where each came from.
 */
@NullMarked
package org.rlhfworkbench.feedback.models;

import org.jspecify.annotations.NullMarked;
