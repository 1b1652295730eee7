package org.rlhfworkbench.feedback.campaigns;

import java.util.List;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.JpaRepository;

interface ItemRepository extends JpaRepository<ItemEntity, Long> {

    boolean existsByProjectIdAndItemKey(long projectId, String itemKey);

    long countByCampaignId(long campaignId);

    Page<ItemEntity> findByCampaignIdOrderById(long campaignId, Pageable page);

    List<ItemEntity> findByCampaignIdAndIdGreaterThanOrderById(long campaignId, long after, Limit limit);
}
