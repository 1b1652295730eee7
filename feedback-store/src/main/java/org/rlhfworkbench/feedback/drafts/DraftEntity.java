package org.rlhfworkbench.feedback.drafts;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

@Entity
@Table(name = "draft")
class DraftEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    long id;

    long personId;

    String subject;

    String content;

    long revision;

    Instant updatedAt;

    @SuppressWarnings("NullAway.Init")
    protected DraftEntity() {}

    DraftEntity(long personId, String subject, String content, long revision, Instant updatedAt) {
        this.personId = personId;
        this.subject = subject;
        this.content = content;
        this.revision = revision;
        this.updatedAt = updatedAt;
    }

    Draft toRecord() {
        return new Draft(personId, subject, content, revision, updatedAt);
    }
}
