package org.rlhfworkbench.feedback.models;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rlhfworkbench.feedback.FeedbackException.AlreadyExists;
import org.rlhfworkbench.feedback.FeedbackException.NotFound;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Models and their lineage. The weights lie in folders; the store knows where. */
@Service
@Transactional
public class Models {

    private final ModelRepository repository;
    private final Clock clock;

    Models(ModelRepository repository, Clock clock) {
        this.repository = repository;
        this.clock = clock;
    }

    /**
     * Adds a model.
     *
     * @throws AlreadyExists when the project, or the shared models, have one of this name
     */
    public Model register(NewModel model) {
        if (named(model.projectId(), model.name()).isPresent()) {
            throw new AlreadyExists("model", model.name());
        }
        return repository.saveAndFlush(new ModelEntity(model, clock.instant())).toRecord();
    }

    /** Registers a shared base model, or moves the folder of the one with this name. */
    public Model registerBase(String name, String folder) {
        Optional<ModelEntity> before = repository.findByProjectIdIsNullAndName(name);
        before.ifPresent(model -> model.folder = folder);
        return before.map(ModelEntity::toRecord).orElseGet(() -> register(NewModel.base(name, folder)));
    }

    @Transactional(readOnly = true)
    public Optional<Model> find(long modelId) {
        return repository.findById(modelId).map(ModelEntity::toRecord);
    }

    @Transactional(readOnly = true)
    public Model get(long modelId) {
        return find(modelId).orElseThrow(() -> new NotFound("model", modelId));
    }

    /** The model that a run made. */
    @Transactional(readOnly = true)
    public Optional<Model> ofRun(long runId) {
        return repository.findByRunId(runId).map(ModelEntity::toRecord);
    }

    /** The project's own models and the shared ones, the oldest first. */
    @Transactional(readOnly = true)
    public List<Model> usableBy(long projectId) {
        return repository.usableBy(projectId).stream()
                .map(ModelEntity::toRecord)
                .toList();
    }

    @Transactional(readOnly = true)
    public Optional<Model> newest(long projectId, ModelKind kind) {
        return repository
                .findFirstByProjectIdAndKindOrderByIdDesc(projectId, kind)
                .map(ModelEntity::toRecord);
    }

    /** From the base model down to this one, along the weights each began with. */
    @Transactional(readOnly = true)
    public List<Model> lineage(long modelId) {
        List<Model> path = new ArrayList<>();
        for (Optional<Model> at = Optional.of(get(modelId)); at.isPresent(); ) {
            path.add(at.get());
            at = Optional.ofNullable(at.get().parentId()).flatMap(this::find);
        }
        Collections.reverse(path);
        return path;
    }

    /** Models that began with this one's weights, or were tuned against it. */
    @Transactional(readOnly = true)
    public List<Model> children(long modelId) {
        return repository.findByParentIdOrRewardModelIdOrderById(modelId, modelId).stream()
                .map(ModelEntity::toRecord)
                .toList();
    }

    private Optional<ModelEntity> named(@Nullable Long projectId, String name) {
        return projectId == null
                ? repository.findByProjectIdIsNullAndName(name)
                : repository.findByProjectIdAndName(projectId, name);
    }
}
