package org.rlhfworkbench.feedback.drafts;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** What a tab could not save because another tab had. */
@Entity
@Table(name = "draft_set_aside")
class SetAsideEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    long id;

    long personId;

    String subject;

    String content;

    Instant createdAt;

    @SuppressWarnings("NullAway.Init")
    protected SetAsideEntity() {}

    SetAsideEntity(long personId, String subject, String content, Instant createdAt) {
        this.personId = personId;
        this.subject = subject;
        this.content = content;
        this.createdAt = createdAt;
    }
}
