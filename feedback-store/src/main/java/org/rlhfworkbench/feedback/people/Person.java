package org.rlhfworkbench.feedback.people;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An account, or somebody whose labels were imported.
 *
 * @param username null for somebody who came with an import and cannot sign in
 * @param pseudonym stands for the person in every export
 */
public record Person(
        long id,
        @Nullable String username,
        String displayName,
        String pseudonym,
        Set<Role> roles,
        boolean active,
        Instant createdAt) {

    public Person {
        roles = Set.copyOf(roles);
    }

    public boolean has(Role role) {
        return roles.contains(role);
    }
}
