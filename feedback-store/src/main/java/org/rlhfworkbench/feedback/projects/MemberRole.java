package org.rlhfworkbench.feedback.projects;

/** What a member may do in one project. */
public enum MemberRole {
    /** Everything within the project. */
    OWNER,
    /** Writes demonstrations and answers campaigns. */
    LABELER
}
