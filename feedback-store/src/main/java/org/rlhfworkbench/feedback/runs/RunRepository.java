package org.rlhfworkbench.feedback.runs;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface RunRepository extends JpaRepository<RunEntity, Long> {

    Optional<RunEntity> findByName(String name);

    List<RunEntity> findByProjectIdOrderByIdDesc(long projectId);

    List<RunEntity> findByStateOrderByQueuePosition(RunState state);

    @Query("select r.name from RunEntity r where r.kind = :kind")
    List<String> names(RunKind kind);

    @Query("select coalesce(max(r.queuePosition), 0) from RunEntity r")
    long lastPosition();

    @Query("select coalesce(min(r.queuePosition), 0) from RunEntity r")
    long firstPosition();
}
