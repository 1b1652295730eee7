package org.rlhfworkbench.feedback.demonstrations;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface DemonstrationRepository extends JpaRepository<DemonstrationEntity, Long> {

    Optional<DemonstrationEntity> findByProjectIdAndDemonstrationKeyAndLatestTrue(long projectId, String key);

    List<DemonstrationEntity> findByProjectIdAndDemonstrationKeyOrderByVersion(long projectId, String key);

    long countByProjectIdAndLatestTrue(long projectId);

    @Query("""
            select distinct d.authorId from DemonstrationEntity d
            where d.projectId = :project and d.latest = true and d.authorId is not null order by d.authorId""")
    List<Long> authors(long project);

    @Query("""
            select d from DemonstrationEntity d
            where d.projectId = :project and d.latest = true
            and (:author = 0L or d.authorId = :author)
            and lower(d.searchText) like :pattern escape '!'""")
    Page<DemonstrationEntity> search(long project, long author, String pattern, Pageable page);

    @Query("select d.createdAt from DemonstrationEntity d where d.projectId = :project and d.version = 1 order by d.id")
    List<Instant> written(long project);

    @Query("""
            select d from DemonstrationEntity d
            where d.projectId = :project and d.latest = true and d.id > :after
            order by d.id""")
    List<DemonstrationEntity> after(long project, long after, Limit limit);

    @Query("""
            select p.id from PromptEntity p
            where p.projectId = :project and p.archived = false and p.id > :after
            and not exists (select 1 from DemonstrationEntity d where d.promptId = p.id)
            and not exists (select 1 from DraftEntity f
                where f.subject = concat('demonstration/prompt/', cast(p.id as string)) and f.personId <> :person)
            order by p.id""")
    List<Long> promptsWithout(long project, long person, long after, Limit limit);

    @Query("""
            select count(p) from PromptEntity p
            where p.projectId = :project and p.archived = false
            and not exists (select 1 from DemonstrationEntity d where d.promptId = p.id)
            and not exists (select 1 from DraftEntity f
                where f.subject = concat('demonstration/prompt/', cast(p.id as string)) and f.personId <> :person)""")
    long countPromptsWithout(long project, long person);
}
