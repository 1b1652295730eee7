package org.rlhfworkbench.feedback.prompts;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.annotations.BatchSize;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.conversation.Conversation;
import org.rlhfworkbench.feedback.lines.Json;

@Entity
@Table(name = "prompt")
class PromptEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    long id;

    long projectId;

    String promptKey;

    /** JSON: a text or a list of messages, with their unknown fields. */
    String content;

    String searchText;

    String contentHash;

    @Nullable
    String metadata;

    @Nullable
    String unknownFields;

    @Nullable
    String duplicateOf;

    boolean archived;

    Instant createdAt;

    @ElementCollection
    @CollectionTable(name = "prompt_tag", joinColumns = @JoinColumn(name = "prompt_id"))
    @Column(name = "tag")
    @BatchSize(size = 200)
    List<String> tags = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    protected PromptEntity() {}

    PromptEntity(long projectId, String promptKey, String content, Conversation conversation, Instant createdAt) {
        this.projectId = projectId;
        this.promptKey = promptKey;
        this.content = content;
        this.searchText = conversation.text();
        this.contentHash = Fingerprint.of(conversation);
        this.createdAt = createdAt;
    }

    Prompt toRecord() {
        return new Prompt(
                id,
                projectId,
                promptKey,
                Json.conversation(content),
                List.copyOf(tags),
                metadata,
                duplicateOf,
                archived,
                createdAt);
    }
}
