package org.rlhfworkbench.feedback.projects;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;

interface MemberRepository extends JpaRepository<MemberEntity, Long> {

    Optional<MemberEntity> findByProjectIdAndPersonId(long projectId, long personId);

    List<MemberEntity> findByProjectIdOrderById(long projectId);
}
