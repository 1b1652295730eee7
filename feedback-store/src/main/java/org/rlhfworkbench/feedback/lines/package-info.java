/**
 * JSON Lines, as every file of the workbench is written: read whole or not at all, each bad line named; unknown
 * fields kept at their place.
 */
@NullMarked
package org.rlhfworkbench.feedback.lines;

import org.jspecify.annotations.NullMarked;
