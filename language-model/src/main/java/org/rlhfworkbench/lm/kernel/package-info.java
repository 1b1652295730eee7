/** TorchScript operators that the engine lacks: the one place where they live. */
@NullMarked
package org.rlhfworkbench.lm.kernel;

import org.jspecify.annotations.NullMarked;
