/** A project at a glance: its rounds, and the act that leads on. */
@NullMarked
package org.rlhfworkbench.ui.overview;

import org.jspecify.annotations.NullMarked;
