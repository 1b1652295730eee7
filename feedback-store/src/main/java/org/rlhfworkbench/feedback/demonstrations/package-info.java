/**
 * {@link org.rlhfworkbench.feedback.demonstrations.Demonstrations}: conversations that people wrote, in versions.
 */
@NullMarked
package org.rlhfworkbench.feedback.demonstrations;

import org.jspecify.annotations.NullMarked;
