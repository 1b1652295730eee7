/**
 * {@link org.rlhfworkbench.feedback.runs.Runs}: training and sampling jobs, their queue, what went in and what came out.
 */
@NullMarked
package org.rlhfworkbench.feedback.runs;

import org.jspecify.annotations.NullMarked;
