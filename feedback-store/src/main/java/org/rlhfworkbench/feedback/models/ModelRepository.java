package org.rlhfworkbench.feedback.models;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface ModelRepository extends JpaRepository<ModelEntity, Long> {

    Optional<ModelEntity> findByProjectIdAndName(long projectId, String name);

    Optional<ModelEntity> findByProjectIdIsNullAndName(String name);

    @Query("select m from ModelEntity m where m.projectId = :project or m.projectId is null order by m.id")
    List<ModelEntity> usableBy(long project);

    List<ModelEntity> findByParentIdOrRewardModelIdOrderById(long parentId, long rewardModelId);

    Optional<ModelEntity> findFirstByProjectIdAndKindOrderByIdDesc(long projectId, ModelKind kind);

    Optional<ModelEntity> findByRunId(long runId);
}
