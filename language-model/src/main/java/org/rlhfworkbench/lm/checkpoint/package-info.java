/** Files of weights, read with suspicion: safetensors and GGUF. What the weights mean is the model's business. */
@NullMarked
package org.rlhfworkbench.lm.checkpoint;

import org.jspecify.annotations.NullMarked;
