package org.rlhfworkbench.feedback.runs;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hibernate.annotations.BatchSize;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.lines.Json;
import tools.jackson.core.type.TypeReference;

@Entity
@Table(name = "run")
class RunEntity {

    private static final TypeReference<Map<String, String>> PARAMETERS = new TypeReference<>() {};

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    long id;

    long projectId;

    String name;

    @Enumerated(EnumType.STRING)
    RunKind kind;

    @Enumerated(EnumType.STRING)
    RunState state = RunState.QUEUED;

    int round;

    String folder;

    String parameters;

    boolean resuming;

    long queuePosition;

    @Nullable
    String message;

    @Nullable
    String outcome;

    @Nullable
    Long startedBy;

    Instant createdAt;

    @Nullable
    Instant startedAt;

    @Nullable
    Instant endedAt;

    @ElementCollection
    @CollectionTable(name = "run_input", joinColumns = @JoinColumn(name = "run_id"))
    @OrderColumn(name = "input_number")
    @BatchSize(size = 100)
    List<RunInputRow> inputs = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    protected RunEntity() {}

    RunEntity(NewRun run, String name, long queuePosition, Instant createdAt) {
        this.projectId = run.projectId();
        this.name = name;
        this.kind = run.kind();
        this.round = run.round();
        this.folder = run.runsFolder().resolve(name).toString();
        this.parameters = Json.write(run.parameters());
        this.queuePosition = queuePosition;
        this.startedBy = run.startedBy();
        this.createdAt = createdAt;
        run.inputs().forEach(input -> inputs.add(new RunInputRow(input)));
    }

    Run toRecord() {
        return new Run(
                id,
                projectId,
                name,
                kind,
                state,
                round,
                folder,
                Json.read(parameters, PARAMETERS),
                inputs.stream().map(RunInputRow::toRecord).toList(),
                resuming,
                message,
                outcome,
                startedBy,
                createdAt,
                startedAt,
                endedAt);
    }
}
