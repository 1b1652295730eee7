package org.rlhfworkbench.feedback.campaigns;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.lines.Json;
import org.rlhfworkbench.feedback.prompts.PromptSelection;
import tools.jackson.core.type.TypeReference;

@Entity
@Table(name = "campaign")
class CampaignEntity {

    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    long id;

    long projectId;

    /** Begins the keys of its items, so that the same prompt may be judged again in a later campaign. */
    String code;

    String name;

    @Enumerated(EnumType.STRING)
    CampaignKind kind;

    @Enumerated(EnumType.STRING)
    CampaignState state = CampaignState.PREPARING;

    int round;

    int outputsPerItem;

    int labelersPerItem;

    String guidelines;

    int guidelineVersion = 1;

    boolean askRatings;

    boolean askStrengths;

    String flags;

    Instant createdAt;

    @Nullable
    Instant closedAt;

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "campaign_model", joinColumns = @JoinColumn(name = "campaign_id"))
    @Column(name = "model_id")
    Set<Long> modelIds = new LinkedHashSet<>();

    String promptTag;

    int promptLimit;

    long promptSeed;

    /** Empty for every labeler of the project. */
    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "campaign_labeler", joinColumns = @JoinColumn(name = "campaign_id"))
    @Column(name = "person_id")
    Set<Long> labelerIds = new LinkedHashSet<>();

    @SuppressWarnings("NullAway.Init")
    protected CampaignEntity() {}

    CampaignEntity(NewCampaign campaign, String code, Instant createdAt) {
        this.projectId = campaign.projectId();
        this.code = code;
        this.name = campaign.name().strip();
        this.kind = campaign.kind();
        this.round = campaign.round();
        this.outputsPerItem = campaign.outputsPerItem();
        this.labelersPerItem = campaign.labelersPerItem();
        this.guidelines = campaign.guidelines();
        this.askRatings = campaign.form().ratings();
        this.askStrengths = campaign.form().strengths();
        this.flags = Json.write(campaign.form().flags());
        this.modelIds.addAll(campaign.modelIds());
        this.promptTag = campaign.prompts().tag();
        this.promptLimit = campaign.prompts().limit();
        this.promptSeed = campaign.prompts().seed();
        this.labelerIds.addAll(campaign.labelerIds());
        this.createdAt = createdAt;
    }

    Campaign toRecord() {
        return new Campaign(
                id,
                projectId,
                name,
                kind,
                state,
                round,
                outputsPerItem,
                labelersPerItem,
                guidelines,
                guidelineVersion,
                new LabelForm(askRatings, askStrengths, Json.read(flags, TEXTS)),
                List.copyOf(modelIds),
                new PromptSelection(promptTag, promptLimit, promptSeed),
                List.copyOf(labelerIds),
                createdAt,
                closedAt);
    }
}
