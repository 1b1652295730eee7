/** What the models are asked: the list, imports with a preview, a prompt written by hand. */
@NullMarked
package org.rlhfworkbench.ui.prompts;

import org.jspecify.annotations.NullMarked;
