/**
 * {@link org.rlhfworkbench.feedback.campaigns.Campaigns}: which outputs are judged, by how many people, and how far that is.
 */
@NullMarked
package org.rlhfworkbench.feedback.campaigns;

import org.jspecify.annotations.NullMarked;
