package org.rlhfworkbench.feedback.campaigns;

import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "item_output")
class OutputEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    long id;

    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "item_id")
    ItemEntity item;

    int outputNumber;

    String outputKey;

    String content;

    @Nullable
    Long modelId;

    @Nullable
    String modelName;

    @Nullable
    Long seed;

    @Nullable
    String finishReason;

    @Nullable
    String unknownFields;

    @SuppressWarnings("NullAway.Init")
    protected OutputEntity() {}

    @SuppressWarnings("NullAway.Init")
    OutputEntity(String outputKey, String content) {
        this.outputKey = outputKey;
        this.content = content;
    }

    Output toRecord() {
        return new Output(id, outputKey, content, modelId, modelName, seed, finishReason);
    }
}
