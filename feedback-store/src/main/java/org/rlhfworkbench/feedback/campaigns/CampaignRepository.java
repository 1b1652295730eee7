package org.rlhfworkbench.feedback.campaigns;

import java.util.List;
import org.springframework.data.jpa.repository.JpaRepository;

interface CampaignRepository extends JpaRepository<CampaignEntity, Long> {

    boolean existsByProjectIdAndName(long projectId, String name);

    List<CampaignEntity> findByProjectIdOrderByIdDesc(long projectId);
}
