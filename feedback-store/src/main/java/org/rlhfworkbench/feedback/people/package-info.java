/**
 * {@link org.rlhfworkbench.feedback.people.People}: accounts, passwords, roles, and the pseudonym under which a person's
 * work leaves the store.
 */
@NullMarked
package org.rlhfworkbench.feedback.people;

import org.jspecify.annotations.NullMarked;
