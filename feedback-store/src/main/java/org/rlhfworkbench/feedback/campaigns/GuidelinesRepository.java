package org.rlhfworkbench.feedback.campaigns;

import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;

interface GuidelinesRepository extends JpaRepository<GuidelinesEntity, Long> {

    Optional<GuidelinesEntity> findByCampaignIdAndVersion(long campaignId, int version);
}
