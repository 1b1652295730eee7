/** What every page shares: the frame with its menus, the words, the small building blocks, the errors. */
@NullMarked
package org.rlhfworkbench.ui.shell;

import org.jspecify.annotations.NullMarked;
