package org.rlhfworkbench.feedback.campaigns;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.annotations.BatchSize;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.lines.Json;

@Entity
@Table(name = "item")
class ItemEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    long id;

    long projectId;

    long campaignId;

    String itemKey;

    @Nullable
    Long promptId;

    /** JSON: a text or a list of messages, with their unknown fields. */
    String prompt;

    @Nullable
    String unknownFields;

    @OneToMany(
            mappedBy = "item",
            cascade = {CascadeType.PERSIST, CascadeType.DETACH})
    @OrderBy("outputNumber")
    @BatchSize(size = 200)
    List<OutputEntity> outputs = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    protected ItemEntity() {}

    ItemEntity(CampaignEntity campaign, String itemKey, @Nullable Long promptId, String prompt) {
        this.projectId = campaign.projectId;
        this.campaignId = campaign.id;
        this.itemKey = itemKey;
        this.promptId = promptId;
        this.prompt = prompt;
    }

    void add(OutputEntity output) {
        output.item = this;
        output.outputNumber = outputs.size();
        outputs.add(output);
    }

    Item toRecord() {
        return new Item(
                id,
                projectId,
                campaignId,
                itemKey,
                promptId,
                Json.conversation(prompt),
                outputs.stream().map(OutputEntity::toRecord).toList());
    }
}
