/**
 * {@link org.rlhfworkbench.feedback.projects.Projects}: what a team works on, and who belongs to it.
 */
@NullMarked
package org.rlhfworkbench.feedback.projects;

import org.jspecify.annotations.NullMarked;
