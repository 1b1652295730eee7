package org.rlhfworkbench.feedback.projects;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

@Entity
@Table(name = "project_member")
class MemberEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    long id;

    long projectId;

    long personId;

    @Enumerated(EnumType.STRING)
    MemberRole memberRole;

    Instant createdAt;

    @SuppressWarnings("NullAway.Init")
    protected MemberEntity() {}

    MemberEntity(long projectId, long personId, MemberRole memberRole, Instant createdAt) {
        this.projectId = projectId;
        this.personId = personId;
        this.memberRole = memberRole;
        this.createdAt = createdAt;
    }
}
