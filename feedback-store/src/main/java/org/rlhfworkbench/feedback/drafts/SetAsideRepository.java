package org.rlhfworkbench.feedback.drafts;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

interface SetAsideRepository extends JpaRepository<SetAsideEntity, Long> {

    List<SetAsideEntity> findByPersonIdAndSubjectOrderByIdDesc(long personId, String subject);
}
