package org.rlhfworkbench.feedback.models;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "model")
class ModelEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    long id;

    @Nullable
    Long projectId;

    String name;

    @Enumerated(EnumType.STRING)
    ModelKind kind;

    String folder;

    @Nullable
    Long parentId;

    @Nullable
    Long rewardModelId;

    @Nullable
    Long runId;

    int round;

    Instant createdAt;

    @SuppressWarnings("NullAway.Init")
    protected ModelEntity() {}

    ModelEntity(NewModel model, Instant createdAt) {
        this.projectId = model.projectId();
        this.name = model.name();
        this.kind = model.kind();
        this.folder = model.folder();
        this.parentId = model.parentId();
        this.rewardModelId = model.rewardModelId();
        this.runId = model.runId();
        this.round = model.round();
        this.createdAt = createdAt;
    }

    Model toRecord() {
        return new Model(id, projectId, name, kind, folder, parentId, rewardModelId, runId, round, createdAt);
    }
}
