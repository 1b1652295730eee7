/** Models: where each came from, and what was made of it. */
@NullMarked
package org.rlhfworkbench.ui.models;

import org.jspecify.annotations.NullMarked;
