package org.rlhfworkbench.feedback.labels;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface LabelRepository extends JpaRepository<LabelEntity, Long> {

    Optional<LabelEntity> findByLeaseToken(String leaseToken);

    Optional<LabelEntity> findFirstByItemIdAndLabelerIdOrderByVersionDesc(long itemId, long labelerId);

    List<LabelEntity> findByItemIdOrderByIdAsc(long itemId);

    Stream<LabelEntity> streamByCampaignIdAndStatusInOrderByItemIdAscIdAsc(
            long campaignId, Collection<LabelStatus> statuses);

    long countByCampaignIdAndStatus(long campaignId, LabelStatus status);

    @Query("""
            select l from LabelEntity l
            where l.labelerId = :labeler and l.campaignId = :campaign
            and l.status <> org.rlhfworkbench.feedback.labels.LabelStatus.SUPERSEDED
            order by l.id desc""")
    Page<LabelEntity> current(long campaign, long labeler, Pageable page);

    @Query("""
            select count(l) from LabelEntity l
            where l.labelerId = :labeler and l.version = 1 and l.submittedAt >= :since""")
    long countSince(long labeler, Instant since);
}
