package org.rlhfworkbench.feedback.labels;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.lines.Json;
import tools.jackson.core.type.TypeReference;

@Entity
@Table(name = "label")
class LabelEntity {

    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};
    private static final TypeReference<List<List<String>>> GROUPS = new TypeReference<>() {};
    private static final TypeReference<List<Integer>> NUMBERS = new TypeReference<>() {};
    private static final TypeReference<Map<String, Integer>> RATINGS = new TypeReference<>() {};
    private static final TypeReference<Map<String, List<String>>> FLAGS = new TypeReference<>() {};

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    long id;

    long campaignId;

    long itemId;

    long labelerId;

    int version;

    @Enumerated(EnumType.STRING)
    LabelStatus status;

    @Nullable
    String leaseToken;

    String tieGroups;

    @Nullable
    String strengths;

    String ratings;

    String flags;

    String reasons;

    @Nullable
    String unrankable;

    @Nullable
    String note;

    String displayOrder;

    int guidelineVersion;

    Instant submittedAt;

    @Nullable
    Double seconds;

    @Nullable
    String unknownFields;

    @SuppressWarnings("NullAway.Init")
    protected LabelEntity() {}

    LabelEntity(NewLabel label) {
        Judgement judgement = label.judgement();
        this.campaignId = label.campaignId();
        this.itemId = label.itemId();
        this.labelerId = label.labelerId();
        this.version = label.version();
        this.status = label.status();
        this.leaseToken = label.leaseToken();
        this.tieGroups = Json.write(judgement.groups());
        this.strengths = judgement.strengths() == null ? null : Json.write(judgement.strengths());
        this.ratings = Json.write(judgement.ratings());
        this.flags = Json.write(judgement.flags());
        this.reasons = Json.write(judgement.reasons());
        this.unrankable = judgement.unrankable();
        this.note = judgement.note();
        this.displayOrder = Json.write(label.displayOrder());
        this.guidelineVersion = label.guidelineVersion();
        this.submittedAt = label.submittedAt();
        this.seconds = label.seconds();
        this.unknownFields = label.unknownFields();
    }

    Judgement judgement() {
        return new Judgement(
                Json.read(tieGroups, GROUPS),
                strengths == null ? null : Json.read(strengths, NUMBERS),
                Json.read(ratings, RATINGS),
                Json.read(flags, FLAGS),
                Json.read(reasons, TEXTS),
                unrankable,
                note);
    }

    List<String> displayOrder() {
        return Json.read(displayOrder, TEXTS);
    }

    Label toRecord() {
        return new Label(
                id,
                campaignId,
                itemId,
                labelerId,
                version,
                status,
                judgement(),
                displayOrder(),
                guidelineVersion,
                submittedAt,
                seconds);
    }
}
