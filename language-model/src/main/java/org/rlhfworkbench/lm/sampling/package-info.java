/** KV-cached batched sampling. */
@NullMarked
package org.rlhfworkbench.lm.sampling;

import org.jspecify.annotations.NullMarked;
