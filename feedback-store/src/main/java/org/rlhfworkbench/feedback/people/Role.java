package org.rlhfworkbench.feedback.people;

/** What an account may do anywhere. What it may do in a project is its {@code MemberRole}. */
public enum Role {
    /** Makes accounts and projects, and sees all of them. */
    ADMINISTRATOR,
    /** Makes projects. */
    OWNER,
    /** Writes, ranks, rates and flags. */
    LABELER
}
