/** Who may open what: sign-in, roles, the headers of every answer. */
@NullMarked
package org.rlhfworkbench.ui.security;

import org.jspecify.annotations.NullMarked;
