package org.rlhfworkbench.feedback.prompts;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface PromptRepository extends JpaRepository<PromptEntity, Long> {

    Optional<PromptEntity> findByProjectIdAndPromptKey(long projectId, String promptKey);

    List<PromptEntity> findByProjectIdAndPromptKeyIn(long projectId, Collection<String> promptKeys);

    Optional<PromptEntity> findFirstByProjectIdAndContentHashOrderById(long projectId, String contentHash);

    long countByProjectIdAndArchived(long projectId, boolean archived);

    @Query("""
            select p from PromptEntity p
            where p.projectId = :project and p.archived = :archived
            and (lower(p.searchText) like :pattern escape '!' or lower(p.promptKey) like :pattern escape '!')
            and (:tag = '' or :tag member of p.tags)""")
    Page<PromptEntity> search(long project, boolean archived, String pattern, String tag, Pageable page);

    @Query("""
            select p from PromptEntity p
            where p.projectId = :project and p.archived = false and p.duplicateOf is not null
            and (lower(p.searchText) like :pattern escape '!' or lower(p.promptKey) like :pattern escape '!')
            and (:tag = '' or :tag member of p.tags)""")
    Page<PromptEntity> duplicates(long project, String pattern, String tag, Pageable page);

    long countByProjectIdAndArchivedFalseAndDuplicateOfIsNotNull(long projectId);

    @Query("select distinct t from PromptEntity p join p.tags t where p.projectId = :project order by t")
    List<String> tags(long project);

    @Query("""
            select p from PromptEntity p
            where p.projectId = :project and p.archived = false and p.id > :after
            order by p.id""")
    List<PromptEntity> after(long project, long after, Limit limit);

    @Query("""
            select p.id from PromptEntity p
            where p.projectId = :project and p.archived = false and (:tag = '' or :tag member of p.tags)
            order by p.id""")
    List<Long> ids(long project, String tag);
}
