/** Files that come in and go out: what is wrong with a file is listed line by line, and nothing of it is imported. */
@NullMarked
package org.rlhfworkbench.ui.files;

import org.jspecify.annotations.NullMarked;
