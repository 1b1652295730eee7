/** The web application: the pages on which people work. */
@NullMarked
package org.rlhfworkbench.ui;

import org.jspecify.annotations.NullMarked;
