package org.rlhfworkbench.feedback.runs;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface RunRepository extends JpaRepository<RunEntity, Long> {

    Optional<RunEntity> findByName(String name);

    List<RunEntity> findByProjectIdOrderByIdDesc(long projectId);

    List<RunEntity> findByStateOrderByQueuePosition(RunState state);

    /** Changes one row for whoever comes first, and none for anybody else. */
    @Modifying(flushAutomatically = true, clearAutomatically = true)
    @Query("""
            update RunEntity r
            set r.state = org.rlhfworkbench.feedback.runs.RunState.RUNNING,
                r.startedAt = coalesce(r.startedAt, :now), r.endedAt = null, r.message = null
            where r.id = :run and r.state = org.rlhfworkbench.feedback.runs.RunState.QUEUED""")
    int start(long run, Instant now);

    @Query("select r.name from RunEntity r where r.kind = :kind")
    List<String> names(RunKind kind);

    @Query("select coalesce(max(r.queuePosition), 0) from RunEntity r")
    long lastPosition();

    @Query("select coalesce(min(r.queuePosition), 0) from RunEntity r")
    long firstPosition();
}
