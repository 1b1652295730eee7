/** What all commands share: options, their files, progress, errors in one line, and the command {@code runs}. */
@NullMarked
package org.rlhfworkbench.lm.command;

import org.jspecify.annotations.NullMarked;
