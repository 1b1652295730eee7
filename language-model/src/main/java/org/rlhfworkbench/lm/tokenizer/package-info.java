/** Text to token ids and back, the training of byte-level vocabularies, and the rendering of conversations. */
@NullMarked
package org.rlhfworkbench.lm.tokenizer;

import org.jspecify.annotations.NullMarked;
