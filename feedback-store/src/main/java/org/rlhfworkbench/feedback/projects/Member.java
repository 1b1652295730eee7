package org.rlhfworkbench.feedback.projects;

import java.time.Instant;
import org.rlhfworkbench.feedback.people.Person;

public record Member(Person person, MemberRole role, Instant since) {}
