package org.rlhfworkbench.feedback.demonstrations;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.lines.Json;
import tools.jackson.core.type.TypeReference;

@Entity
@Table(name = "demonstration")
class DemonstrationEntity {

    private static final TypeReference<List<Suggestion>> SUGGESTIONS = new TypeReference<>() {};

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    long id;

    long projectId;

    String demonstrationKey;

    int version = 1;

    boolean latest = true;

    /** JSON: the list of messages, with their unknown fields. */
    String messages;

    String searchText;

    @Nullable
    Long promptId;

    @Nullable
    Long authorId;

    String suggestions = "[]";

    @Nullable
    String metadata;

    @Nullable
    String unknownFields;

    Instant createdAt;

    @SuppressWarnings("NullAway.Init")
    protected DemonstrationEntity() {}

    DemonstrationEntity(long projectId, String demonstrationKey, String messages, Instant createdAt) {
        this.projectId = projectId;
        this.demonstrationKey = demonstrationKey;
        this.messages = messages;
        this.searchText = Json.conversation(messages).text();
        this.createdAt = createdAt;
    }

    Demonstration toRecord() {
        return new Demonstration(
                id,
                projectId,
                demonstrationKey,
                version,
                latest,
                Json.conversation(messages),
                promptId,
                authorId,
                Json.read(suggestions, SUGGESTIONS),
                metadata,
                createdAt);
    }
}
