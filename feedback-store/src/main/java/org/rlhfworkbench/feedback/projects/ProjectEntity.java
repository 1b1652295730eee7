package org.rlhfworkbench.feedback.projects;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

@Entity
@Table(name = "project")
class ProjectEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    long id;

    String name;

    String description;

    boolean archived;

    Instant createdAt;

    @SuppressWarnings("NullAway.Init")
    protected ProjectEntity() {}

    ProjectEntity(String name, String description, Instant createdAt) {
        this.name = name;
        this.description = description;
        this.createdAt = createdAt;
    }

    Project toRecord() {
        return new Project(id, name, description, archived, createdAt);
    }
}
