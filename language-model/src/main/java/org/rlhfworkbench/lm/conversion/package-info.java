/** Models from one format of files to another. */
@NullMarked
package org.rlhfworkbench.lm.conversion;

import org.jspecify.annotations.NullMarked;
