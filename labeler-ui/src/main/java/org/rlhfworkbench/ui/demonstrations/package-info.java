/** What people wrote: the list, one demonstration with its versions, files in and out. */
@NullMarked
package org.rlhfworkbench.ui.demonstrations;

import org.jspecify.annotations.NullMarked;
