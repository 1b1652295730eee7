/** What people and models write, shown as they meant it and harmless. */
@NullMarked
package org.rlhfworkbench.ui.markdown;

import org.jspecify.annotations.NullMarked;
