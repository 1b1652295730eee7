/**
 * {@link org.rlhfworkbench.feedback.prompts.Prompts}: what the models are asked; import, search, duplicates.
 */
@NullMarked
package org.rlhfworkbench.feedback.prompts;

import org.jspecify.annotations.NullMarked;
