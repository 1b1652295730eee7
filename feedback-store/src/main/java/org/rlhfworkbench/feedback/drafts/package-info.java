/**
 * {@link org.rlhfworkbench.feedback.drafts.Drafts}: what a person is typing, kept until it is finished or given up.
 */
@NullMarked
package org.rlhfworkbench.feedback.drafts;

import org.jspecify.annotations.NullMarked;
