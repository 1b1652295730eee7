/** Campaigns: what people are asked to rank, how far they are, how much they agree, and what comes of it. */
@NullMarked
package org.rlhfworkbench.ui.campaigns;

import org.jspecify.annotations.NullMarked;
