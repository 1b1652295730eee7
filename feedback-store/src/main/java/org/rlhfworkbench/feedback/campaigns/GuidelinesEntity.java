package org.rlhfworkbench.feedback.campaigns;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A version of a campaign's guidelines; a label names the one it was given under. */
@Entity
@Table(name = "campaign_guidelines")
class GuidelinesEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    long id;

    long campaignId;

    int version;

    String guidelines;

    Instant createdAt;

    @SuppressWarnings("NullAway.Init")
    protected GuidelinesEntity() {}

    GuidelinesEntity(long campaignId, int version, String guidelines, Instant createdAt) {
        this.campaignId = campaignId;
        this.version = version;
        this.guidelines = guidelines;
        this.createdAt = createdAt;
    }
}
