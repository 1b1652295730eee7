/**
 * {@link org.rlhfworkbench.feedback.exchange.Exchange}: the files that trainers read and other tools load.
 */
@NullMarked
package org.rlhfworkbench.feedback.exchange;

import org.jspecify.annotations.NullMarked;
