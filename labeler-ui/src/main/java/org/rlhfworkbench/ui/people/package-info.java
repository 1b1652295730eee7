/** Accounts: the administrator's list of people, and everybody's own page. */
@NullMarked
package org.rlhfworkbench.ui.people;

import org.jspecify.annotations.NullMarked;
