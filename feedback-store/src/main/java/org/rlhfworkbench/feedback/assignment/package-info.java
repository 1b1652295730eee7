/**
 * {@link org.rlhfworkbench.feedback.assignment.Assignments}: hands items to labelers so that each gets exactly the answers
 * it needs. An item has one slot row for each labeler it needs; a lease on a slot is renewed by heartbeat; a late answer
 * fills a free slot or is kept as surplus.
 */
@NullMarked
package org.rlhfworkbench.feedback.assignment;

import org.jspecify.annotations.NullMarked;
