/** Model folders in Hugging Face layout and safetensors files. */
@NullMarked
package org.rlhfworkbench.lm.checkpoint;

import org.jspecify.annotations.NullMarked;
