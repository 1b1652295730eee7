/** Writing demonstrations: conversations as they should be, in both roles, with a model's suggestion on request. */
@NullMarked
package org.rlhfworkbench.ui.demonstrate;

import org.jspecify.annotations.NullMarked;
