/** Projects: the list, making one, and what every page within one starts from. */
@NullMarked
package org.rlhfworkbench.ui.projects;

import org.jspecify.annotations.NullMarked;
