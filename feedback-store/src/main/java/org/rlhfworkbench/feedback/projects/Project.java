package org.rlhfworkbench.feedback.projects;

import java.time.Instant;

/** What a team works on: its prompts, demonstrations, campaigns, models and runs. */
public record Project(long id, String name, String description, boolean archived, Instant createdAt) {}
