/**
 * Messages and the conversations they make.
 */
@NullMarked
package org.rlhfworkbench.feedback.conversation;

import org.jspecify.annotations.NullMarked;
