/**
 * Training and sampling as processes of their own. The web application starts them, reads what they write into their run
 * directories, and survives them; they survive it.
 */
@NullMarked
package org.rlhfworkbench.ui.launching;

import org.jspecify.annotations.NullMarked;
